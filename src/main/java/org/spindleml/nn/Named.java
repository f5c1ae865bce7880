package org.spindleml.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A choice that a Param, a run file or a model file names. Case does not matter. */
public interface Named {
  /**
   * The name users write.
   *
   * @return the name, in the spelling of the documentation
   */
  String label();

  /**
   * Finds a choice by name.
   *
   * @param what the subject of the error, for example "activation"
   * @param name what the user wrote
   * @param choices all choices
   * @param <T> the kind of choice
   * @return the choice with that name
   * @throws IllegalArgumentException naming all choices if there is none
   */
  static <T extends Named> T find(String what, String name, List<T> choices) {
    Optional<T> found =
        choices.stream().filter(choice -> choice.label().equalsIgnoreCase(name)).findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "unknown "
                    + what
                    + " '"
                    + name
                    + "'; choose one of "
                    + String.join(", ", choices.stream().map(Named::label).toList())));
  }

  /**
   * Finds a choice by name among an enum's constants.
   *
   * @param what the subject of the error, for example "activation"
   * @param name what the user wrote
   * @param choices all choices
   * @param <T> the kind of choice
   * @return the choice with that name
   * @throws IllegalArgumentException naming all choices if there is none
   */
  static <T extends Named> T find(String what, String name, T[] choices) {
    return find(what, name, Arrays.asList(choices));
  }
}
