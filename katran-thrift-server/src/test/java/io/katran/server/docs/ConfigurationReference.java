package io.katran.server.docs;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes docs/configuration.md from the files that hold the defaults. */
final class ConfigurationReference {
    private static final String INTRODUCTION =
            """
            # Configuration

            <!-- Generated from the reference.conf files; do not edit. To write it again after a change:
                 mvn test -pl katran-thrift-server -am -Dtest=ConfigurationReferenceTest \\
                     -Dsurefire.failIfNoSpecifiedTests=false -Dkatran.docs.write=true -->

            One [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md) file describes one instance. All
            settings are inside `katran { }`. `katran check FILE` says everything that is wrong with a file at once,
            each problem as `file:line: key: what is wrong, what is allowed`; the server refuses a file with any
            problem as a whole. An unknown key is a problem.

            - **Units.** Times and sizes carry their unit: `30s`, `500ms`, `16MiB`. Switches are `on` or `off`.
            - **Order.** A system property (`-Dkatran.interface=eth1`) comes before the file, the file before the
              default. The environment counts only where the file says so: `interface = ${?KATRAN_INTERFACE}` in a
              line after `interface = eth0`.
            - **Embedding.** `LoadBalancers.open(config)` takes the settings of the balancer. It ignores `thrift`,
              `admin` and `plugins`, and refuses VIPs: the application adds its own.
            - **Restart.** All settings are read at start.
            """;

    private record Section(String title, Path file, String root) {}

    private ConfigurationReference() {}

    static String write(Path sources) throws IOException {
        Path bpf = sources.resolve("katran-bpf/src/main/resources");
        Path plugins = sources.resolve("plugins");
        List<Section> sections =
                List.of(
                        new Section("The balancer", bpf.resolve("reference.conf"), "katran"),
                        new Section("One VIP", bpf.resolve("vip-reference.conf"), ""),
                        new Section(
                                "The server",
                                sources.resolve(
                                        "katran-thrift-server/src/main/resources/reference.conf"),
                                "katran"),
                        new Section(
                                "Discovery from a file",
                                plugins.resolve(
                                        "discovery-file/src/main/resources/io/katran/plugins/discovery/file/discovery-reference.conf"),
                                ""),
                        new Section(
                                "Discovery from Consul",
                                plugins.resolve(
                                        "discovery-consul/src/main/resources/io/katran/plugins/discovery/consul/discovery-reference.conf"),
                                ""));
        StringBuilder text = new StringBuilder(INTRODUCTION);
        for (Section section : sections) {
            write(section, text);
        }
        return text.toString();
    }

    private static void write(Section section, StringBuilder text) throws IOException {
        text.append("\n## ").append(section.title()).append("\n\n");
        text.append(introduction(section.file())).append("\n\n");
        text.append("| key | default | meaning |\n|---|---|---|\n");
        ConfigObject all = ConfigFactory.parseFile(section.file().toFile()).root();
        writeBlock(
                section.root().isEmpty() ? all : (ConfigObject) all.get(section.root()),
                section.root().isEmpty() ? "" : section.root() + ".",
                text);
    }

    /** The comment at the top of the file, up to the first empty line. */
    private static String introduction(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining("\n"));
    }

    private static void writeBlock(ConfigObject block, String prefix, StringBuilder text) {
        block.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> line(entry.getValue())))
                .forEach(entry -> writeEntry(entry, prefix, text));
    }

    private static void writeEntry(
            Map.Entry<String, ConfigValue> entry, String prefix, StringBuilder text) {
        String key = prefix + entry.getKey();
        ConfigValue value = entry.getValue();
        boolean isBlock = value instanceof ConfigObject object && !object.isEmpty();
        text.append("| `").append(key).append("` | ");
        text.append(isBlock ? "" : "`" + shown(value) + "`").append(" | ");
        text.append(comment(key, value.origin())).append(" |\n");
        if (isBlock) {
            writeBlock((ConfigObject) value, key + ".", text);
        }
    }

    private static String comment(String key, ConfigOrigin origin) {
        String comment =
                origin.comments().stream().map(String::strip).collect(Collectors.joining(" "));
        if (comment.isEmpty()) {
            throw new IllegalStateException(origin.description() + ": " + key + " has no comment");
        }
        return comment.replace("|", "\\|");
    }

    private static String shown(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return switch (value.valueType()) {
            case NULL -> "none";
            case STRING -> text.matches("\"[a-z0-9-]+\"") ? value.unwrapped().toString() : text;
            case OBJECT, LIST, NUMBER, BOOLEAN -> text;
        };
    }

    private static int line(ConfigValue value) {
        return value.origin().lineNumber();
    }
}
