package io.katran.cli;

import ch.qos.logback.classic.Level;
import io.katran.server.KatranServer;
import io.katran.server.settings.ServerSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the management server until it is told to stop by SIGTERM or SIGINT. */
@Command(
        name = "server",
        description = "Runs the management server until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);
    private static final String OWN_LOGGING = "logback.configurationFile";

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration (HOCON).")
    private Path config;

    @Override
    public Integer call() {
        if (System.getProperty(OWN_LOGGING) == null) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.katran"))
                    .setLevel(Level.INFO);
        }
        ServerSettings settings = ServerSettings.load(config);
        run(settings);
        return KatranCommand.OK;
    }

    /**
     * Serves until the process is told to end, and then stops what was started, even if that is not
     * all yet. To be told to end is no failure, so the exit status is then 0.
     */
    private static void run(ServerSettings settings) {
        CountDownLatch over = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, over), "katran-stop"));
        try {
            KatranServer server = KatranServer.start(settings, PluginDirectory.find());
            try {
                new CountDownLatch(1).await();
            } finally {
                server.close();
            }
        } catch (InterruptedException e) {
            LOG.debug("told to end", e);
        } finally {
            over.countDown();
        }
    }

    /** Runs as the JVM ends, for whatever reason. */
    private static void stop(Thread main, CountDownLatch over) {
        if (over.getCount() == 0) {
            return;
        }
        main.interrupt();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // By itself the JVM would report the signal as if it had broken something off.
        Runtime.getRuntime().halt(KatranCommand.OK);
    }
}
