import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Counts the tests of a run by layer and names what failed or was skipped.
 *
 * <p>Arguments: the directory with the reports of surefire, the file of expected skips, and any
 * number of {@code NAME=passed} or {@code NAME=failed}, each one more test. Exit status 1 if
 * something failed or was skipped unexpectedly. The last line is {@code N passed, N failed, N
 * skipped}.
 */
public final class TestReport {
    /** What a row of the table counts. */
    private static final class Count {
        int passed;
        int failed;
        int skipped;
    }

    private final Map<String, Count> layers = new TreeMap<>();
    private final Map<String, String> layerOfClass = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> skips = new ArrayList<>();
    private final Set<String> expectedSkips;

    private TestReport(Set<String> expectedSkips) {
        this.expectedSkips = expectedSkips;
    }

    public static void main(String[] arguments) throws Exception {
        Path reports = Path.of(arguments[0]);
        TestReport report = new TestReport(readExpectedSkips(Path.of(arguments[1])));
        try (Stream<Path> files = Files.walk(reports)) {
            for (Path file : files.filter(TestReport::isReport).sorted().toList()) {
                report.add(file, reports.relativize(file).getName(0).toString());
            }
        }
        for (String check : List.of(arguments).subList(2, arguments.length)) {
            report.addCheck(check);
        }
        System.exit(report.print() ? 0 : 1);
    }

    private static Set<String> readExpectedSkips(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split("[ #]", 2)[0])
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isReport(Path file) {
        return file.getFileName().toString().matches("TEST-.*\\.xml");
    }

    private void add(Path file, String jdk) throws Exception {
        NodeList cases =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String className = test.getAttribute("classname");
            String name = className + "." + test.getAttribute("name");
            Count count = count(layerOfClass.computeIfAbsent(className, TestReport::layer));
            if (has(test, "failure") || has(test, "error")) {
                count.failed++;
                failures.add(name + " (" + jdk + ")");
            } else if (has(test, "skipped")) {
                count.skipped++;
                skip(name, jdk);
            } else {
                count.passed++;
            }
        }
    }

    private void skip(String name, String jdk) {
        if (!expectedSkips.contains(name.replaceFirst("[({].*", ""))) {
            skips.add(name + " (" + jdk + ")");
        }
    }

    private void addCheck(String check) {
        int equals = check.lastIndexOf('=');
        Count count = count("whole runs");
        if (check.substring(equals + 1).equals("passed")) {
            count.passed++;
        } else {
            count.failed++;
            failures.add(check.substring(0, equals));
        }
    }

    private Count count(String layer) {
        return layers.computeIfAbsent(layer, key -> new Count());
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    /** By the tags and the name of the class, as the sources say. */
    private static String layer(String className) {
        String outer = className.replaceFirst("\\$.*", "");
        if (outer.contains("Vector")) {
            return "packet vectors";
        }
        if (outer.contains(".thrift.") && outer.contains("Client")) {
            return "Thrift clients";
        }
        String source = source(outer);
        if (source.contains("@Tag(\"netns\")") || source.contains("@Tag(\"lab\")")) {
            return "namespaces";
        }
        return source.contains("@Tag(\"bpf\")") ? "kernel" : "unit";
    }

    private static String source(String className) {
        Path relative = Path.of("src/test/java", className.replace('.', '/') + ".java");
        try (Stream<Path> poms =
                Files.find(Path.of("."), 3, (path, is) -> path.endsWith("pom.xml"))) {
            for (Path pom : poms.toList()) {
                Path source = pom.resolveSibling(relative);
                if (Files.exists(source)) {
                    return Files.readString(source);
                }
            }
            return "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read the source of " + className, e);
        }
    }

    private boolean print() {
        System.out.printf("%-16s %8s %8s %8s%n", "", "passed", "failed", "skipped");
        Count all = new Count();
        layers.forEach(
                (layer, count) -> {
                    System.out.printf(
                            "%-16s %8d %8d %8d%n",
                            layer, count.passed, count.failed, count.skipped);
                    all.passed += count.passed;
                    all.failed += count.failed;
                    all.skipped += count.skipped;
                });
        failures.forEach(name -> System.out.println("failed: " + name));
        skips.forEach(name -> System.out.println("skipped and not expected to be: " + name));
        System.out.printf(
                "%d passed, %d failed, %d skipped%n", all.passed, all.failed, all.skipped);
        return failures.isEmpty() && skips.isEmpty();
    }
}
