package io.katran.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.katran.server.KatranServer;
import io.katran.server.settings.ServerSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the management server until it is told to stop by SIGTERM or SIGINT. */
@Command(
        name = "server",
        description = "Runs the management server until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    private static final String OWN_LOGGING = "logback.configurationFile";

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration (HOCON).")
    private Path config;

    @Override
    public Integer call() throws InterruptedException {
        if (System.getProperty(OWN_LOGGING) == null) {
            ((Logger) LoggerFactory.getLogger("io.katran")).setLevel(Level.INFO);
        }
        ServerSettings settings = ServerSettings.load(config);
        KatranServer server = KatranServer.start(settings, PluginDirectory.find());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    server.close();
                                    stopped.countDown();
                                },
                                "katran-stop"));
        stopped.await();
        return KatranCommand.OK;
    }
}
