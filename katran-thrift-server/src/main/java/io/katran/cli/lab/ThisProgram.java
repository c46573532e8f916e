package io.katran.cli.lab;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Builds command lines that start this program once more, with another verb. */
final class ThisProgram {
    private final String mainClass;

    /**
     * @param verb any verb that is running
     */
    ThisProgram(CommandSpec verb) {
        this.mainClass = verb.root().userObject().getClass().getName();
    }

    /** The same Java with the same options and class path. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agentlib:"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }
}
