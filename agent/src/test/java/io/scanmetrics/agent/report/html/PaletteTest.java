package io.scanmetrics.agent.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The colours of the style sheet, for eyes of all kinds. */
class PaletteTest {
  private static final double OF_TEXT = 4.5;
  private static final double OF_SHAPES = 3;

  /** In Oklab, where white is 1 away from black. */
  private static final double APART = 0.12;

  enum Scheme {
    LIGHT,
    DARK
  }

  /** Machado, Oliveira and Fernandes 2009, of full severity, on linear RGB. */
  private static final Map<String, double[]> EYES =
      Map.of(
          "ordinary",
          new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
          "protanopia",
          new double[] {
            0.152286, 1.052583, -0.204868,
            0.114503, 0.786281, 0.099216,
            -0.003882, -0.048116, 1.051998
          },
          "deuteranopia",
          new double[] {
            0.367322, 0.860646, -0.227968,
            0.280085, 0.672501, 0.047413,
            -0.011820, 0.042940, 0.968881
          },
          "tritanopia",
          new double[] {
            1.255528, -0.076749, -0.178779,
            -0.078411, 0.930809, 0.147602,
            0.004733, 0.691367, 0.303900
          });

  @ParameterizedTest
  @EnumSource
  void wordsAndShapesStandOutFromThePaper(Scheme scheme) {
    Map<String, double[]> colors = colors(scheme);
    double[] paper = color(colors, "paper");

    assertThat(List.of("ink", "faint", "link", "good", "bad"))
        .allSatisfy(
            name -> assertThat(contrast(color(colors, name), paper)).isGreaterThan(OF_TEXT));
    assertThat(shapes(colors))
        .hasSize(7)
        .allSatisfy(color -> assertThat(contrast(color, paper)).isGreaterThan(OF_SHAPES));
  }

  @ParameterizedTest
  @EnumSource
  void everyEyeTellsOneShapeFromTheOther(Scheme scheme) {
    List<double[]> shapes = shapes(colors(scheme));
    for (Map.Entry<String, double[]> eyes : EYES.entrySet()) {
      for (int i = 0; i < shapes.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(
                  distance(
                      seen(eyes.getValue(), shapes.get(i)), seen(eyes.getValue(), shapes.get(j))))
              .as("%s: color-%d and color-%d", eyes.getKey(), i + 1, j + 1)
              .isGreaterThan(APART);
        }
      }
    }
  }

  private static Map<String, double[]> colors(Scheme scheme) {
    String[] parts = PageFile.of("page.css").text().split("prefers-color-scheme: dark");
    assertThat(parts).hasSize(2);
    Map<String, double[]> colors = new LinkedHashMap<>();
    Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});")
        .matcher(parts[scheme == Scheme.LIGHT ? 0 : 1])
        .results()
        .forEach(found -> colors.put(found.group(1), rgb(found)));
    return colors;
  }

  private static List<double[]> shapes(Map<String, double[]> colors) {
    return colors.entrySet().stream()
        .filter(color -> color.getKey().startsWith("color-"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static double[] color(Map<String, double[]> colors, String name) {
    return Objects.requireNonNull(colors.get(name), name);
  }

  private static double[] seen(double[] eyes, double[] rgb) {
    return oklab(product(eyes, rgb).map(part -> Math.max(0, Math.min(1, part))).toArray());
  }

  /** Linear. */
  private static double[] rgb(MatchResult found) {
    return Stream.of(0, 2, 4)
        .mapToDouble(i -> Integer.parseInt(found.group(2).substring(i, i + 2), 16) / 255.0)
        .map(part -> part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4))
        .toArray();
  }

  /** As WCAG 2 defines it. */
  private static double contrast(double[] one, double[] other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] oklab(double[] rgb) {
    double[] cones =
        product(
                new double[] {
                  0.4122214708, 0.5363325363, 0.0514459929,
                  0.2119034982, 0.6806995451, 0.1073969566,
                  0.0883024619, 0.2817188376, 0.6299787005
                },
                rgb)
            .map(Math::cbrt)
            .toArray();
    return product(
            new double[] {
              0.2104542553, 0.7936177850, -0.0040720468,
              1.9779984951, -2.4285922050, 0.4505937099,
              0.0259040371, 0.7827717662, -0.8086757660
            },
            cones)
        .toArray();
  }

  private static DoubleStream product(double[] matrix, double[] vector) {
    return IntStream.range(0, 3)
        .mapToDouble(
            i ->
                matrix[3 * i] * vector[0]
                    + matrix[3 * i + 1] * vector[1]
                    + matrix[3 * i + 2] * vector[2]);
  }

  private static double distance(double[] one, double[] other) {
    return Math.hypot(Math.hypot(one[0] - other[0], one[1] - other[1]), one[2] - other[2]);
  }
}
