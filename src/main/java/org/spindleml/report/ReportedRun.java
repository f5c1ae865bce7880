package org.spindleml.report;

import java.util.List;
import java.util.Map;
import org.spindleml.model.TrainingRun;

/**
 * What a {@link TrainingReport} tells, as plain data.
 *
 * @param title what the page is called, such as the run's name
 * @param run the fit
 * @param tables evaluated tables, the most telling first; none where there is nothing to judge by
 * @param settings Params that were set, by name, as a person writes them
 * @param surroundings what it ran on, by name: versions, master, kernel
 * @param again how to do the same once more, a line each
 */
public record ReportedRun(
    String title,
    TrainingRun run,
    List<EvaluatedTable> tables,
    Map<String, String> settings,
    Map<String, String> surroundings,
    List<String> again) {}
