package io.katran.cli;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.bpf.BpfObject;
import io.katran.bpf.XdpMode;
import io.katran.cli.xdp.DecapCounters;
import io.katran.cli.xdp.DecapSettings;
import io.katran.cli.xdp.XdpAttachment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code katran decap}: takes the tunnel's outer headers off, on a real. */
@Command(
        name = "decap",
        description = {
            "Takes the balancer's outer headers off packets that reach this real, by XDP.",
            "For kernels without a tunnel device. Runs until it is ended, or attaches for good with --keep."
        },
        mixinStandardHelpOptions = true)
public final class DecapCommand implements Callable<Integer> {
    private static final String OBJECT = "decap";
    private static final String PINS = "/sys/fs/bpf/katran-decap-";

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            required = true,
            description = "where the packets arrive")
    private String interfaceName;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "native",
            description =
                    "native or generic (default: ${DEFAULT-VALUE}); offloaded is not possible")
    private XdpMode mode;

    @Option(
            names = "--gue-port",
            paramLabel = "PORT",
            description =
                    "also take off generic UDP encapsulation to this UDP port, the balancer's"
                            + " encap.gue.port")
    private @Nullable Integer guePort;

    @Option(
            names = "--keep",
            description = "leave the program attached and end at once; --remove takes it off")
    private boolean keep;

    @Option(names = "--remove", description = "take off what --keep left attached")
    private boolean remove;

    @Option(
            names = "--pin",
            paramLabel = "PATH",
            description = "where --keep pins it (default: " + PINS + "NAME)")
    private @Nullable Path pin;

    @Option(
            names = "--stats",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "5",
            description =
                    "print packets by outcome every so many seconds (default: 5), and at the end")
    private @Nullable Integer statsSeconds;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        validate();
        Path path = pin == null ? Path.of(PINS + interfaceName) : pin;
        if (remove) {
            removePin(path);
            return KatranCommand.OK;
        }
        try (XdpAttachment decap =
                XdpAttachment.attach(OBJECT, interfaceName, mode, this::configure)) {
            if (keep) {
                decap.pin(path);
            } else {
                runUntilEnded(decap);
            }
        }
        return KatranCommand.OK;
    }

    private void configure(BpfObject decap) {
        if (guePort != null) {
            DecapSettings.setGuePort(decap, guePort);
        }
    }

    private void validate() {
        @Nullable String wrong = null;
        if (mode == XdpMode.OFFLOADED) {
            wrong = "--mode offloaded: only native and generic are possible";
        } else if (guePort != null && (guePort < 1 || guePort > 65_535)) {
            wrong = "--gue-port " + guePort + ": a UDP port is 1 to 65535";
        } else if (guePort != null && remove) {
            wrong = "--gue-port has no meaning with --remove";
        } else if (keep && remove) {
            wrong = "--keep and --remove exclude each other";
        } else if (statsSeconds != null && (keep || remove)) {
            wrong = "--stats needs the program in the foreground, without --keep and --remove";
        } else if (statsSeconds != null && statsSeconds < 1) {
            wrong = "--stats " + statsSeconds + ": at least 1 second";
        } else if (pin != null && !keep && !remove) {
            wrong = "--pin says where --keep pins; without --keep or --remove it has no meaning";
        }
        if (wrong != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), wrong);
        }
    }

    /** A signal ends the process, and the kernel then detaches the program. */
    private void runUntilEnded(XdpAttachment decap) throws InterruptedException {
        if (statsSeconds == null) {
            new CountDownLatch(1).await();
            return;
        }
        DecapCounters counters = new DecapCounters(decap);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> print(counters)));
        while (true) {
            TimeUnit.SECONDS.sleep(statsSeconds);
            print(counters);
        }
    }

    private synchronized void print(DecapCounters counters) {
        String line =
                counters.packets().entrySet().stream()
                        .filter(counter -> counter.getValue() != 0)
                        .map(counter -> counter.getKey() + "=" + counter.getValue())
                        .collect(Collectors.joining(" "));
        PrintWriter out = spec.commandLine().getOut();
        out.println(line.isEmpty() ? "no packets" : line);
        out.flush();
    }

    private void removePin(Path path) {
        try {
            if (!Files.deleteIfExists(path)) {
                throw new KatranException(
                        ErrorCode.INVALID_ARGUMENT,
                        path + " does not exist: nothing is kept attached there; see --pin");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }
}
