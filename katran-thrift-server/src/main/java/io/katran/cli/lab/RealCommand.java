package io.katran.cli.lab;

import io.katran.bpf.XdpMode;
import io.katran.cli.xdp.XdpAttachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * One real: removes the tunnel's headers and serves until it is ended. The decapsulating program is
 * pinned, so that a real whose server dies refuses connections as a machine does, and is not
 * silent.
 */
@Command(name = "real", hidden = true, description = "Used by `lab up` inside a namespace.")
final class RealCommand implements Callable<Integer> {
    @Option(names = "--identity", required = true)
    private String identity;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--decap-pin", required = true)
    private Path decapPin;

    @Option(names = "--pid-file", required = true)
    private Path pidFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(decapPin)) {
            try (XdpAttachment decap =
                    XdpAttachment.attach("decap", LabNode.INTERFACE, XdpMode.NATIVE)) {
                decap.pin(decapPin);
            }
        }
        RealServer server = new RealServer(identity, port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        announce();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /** Whoever waits for the file finds it whole. */
    private void announce() throws IOException {
        Path draft = pidFile.resolveSibling(pidFile.getFileName() + ".new");
        Files.writeString(draft, ProcessHandle.current().pid() + "\n");
        Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
    }
}
