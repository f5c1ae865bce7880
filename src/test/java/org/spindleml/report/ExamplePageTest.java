package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SquaredLoss;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ExamplePageTest {
  @ParameterizedTest
  @EnumSource(Activation.class)
  void thePageStandsAloneAndItsDrawingsAreWellFormed(Activation activation) throws Exception {
    Network network = Network.of(3, List.of(new HiddenLayer(2, activation)), 1);
    float[] weights = WorkedExample.roundedWeights(network, 1);
    WorkedExample example =
        WorkedExample.of(
            network, weights, new float[] {1, 0, 1}, new float[] {1}, new SquaredLoss(), 0.5);
    String page = ExamplePage.of(example);
    assertFalse(page.contains("http") || page.contains("src=") || page.contains("@import"));
    assertTrue(page.contains("prefers-color-scheme: dark"));
    for (int at = 0; at < weights.length; at++) {
      assertTrue(page.contains(ExampleTables.digits(example.updated()[at])), "weight " + at);
    }
    Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
    int drawings = 0;
    while (svg.find()) {
      Document drawing =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg.group())));
      if (drawings++ == 0) {
        assertEquals(3 + 2 + 1, drawing.getElementsByTagName("rect").getLength());
        assertEquals(3 * 2 + 2, drawing.getElementsByTagName("line").getLength());
      } else {
        assertEquals(1, drawing.getElementsByTagName("path").getLength());
      }
    }
    assertEquals(3, drawings);
  }
}
