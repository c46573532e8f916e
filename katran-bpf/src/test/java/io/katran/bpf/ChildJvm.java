package io.katran.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's class path, for what a process can do or suffer only once. */
final class ChildJvm {
    private static final int TIMEOUT_SECONDS = 60;

    /** What a child printed and how it ended. */
    record Result(int status, String output) {}

    private ChildJvm() {}

    /** Runs a main class; the prefix may be a command such as {@code setpriv ...}. */
    static Result run(List<String> prefix, List<String> options, Class<?> main) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xcheck:jni", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        return run(command);
    }

    /** Runs any command. */
    static Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    command + " did not end within " + TIMEOUT_SECONDS + " s: " + output);
        }
        return new Result(process.exitValue(), output);
    }
}
