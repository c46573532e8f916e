package io.katran.cli.replay;

import io.katran.api.IpAddress;
import io.katran.api.Real;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.settings.Settings;
import io.katran.control.settings.VipSettings;
import io.katran.dataplane.bpf.BpfSession;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs packets through the real program, attached to nothing. */
@Command(
        name = "replay",
        description = {
            "Runs packets through the real program, attached to nothing.",
            "Needs root. Input: a pcap file, or JSON lines: {\"id\": \"1\", \"hex\": \"<frame>\","
                    + " \"fresh\": true}, where fresh first forgets all flows; between packets"
                    + " {\"action\": \"reals\", \"vip\": \"10.200.1.1:80/tcp\", \"reals\": [{\"address\":"
                    + " \"10.0.0.1\", \"weight\": 1}]}, {\"action\": \"age\", \"seconds\": 31} or"
                    + " {\"action\": \"new-flow-rate\", \"count\": 125000}.",
            "Output: JSON lines {\"id\", \"verdict\", \"hex\"}, or {\"id\", \"error\"}; or, if the"
                    + " output file is named *.pcap, the frames that leave or pass."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final String PCAP = ".pcap";
    private static final int DONE = 0;
    private static final int SOME_FAILED = 1;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration.")
    private Path config;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "PACKETS",
            description = "pcap or JSON lines; - is standard input.")
    private String in;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--counters",
            description =
                    "Ends the output with {\"counters\": {...}, \"reference\": {...}}: ours by name,"
                            + " and the reference's, derived from them.")
    private boolean counters;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.load(config);
        PrintWriter err = spec.commandLine().getErr();
        if (!settings.warnings().isEmpty()) {
            err.println(
                    settings.warnings().size()
                            + " warnings; `katran check "
                            + config
                            + "` shows them");
        }
        try (BpfSession session = BpfSession.open(settings);
                Balancer balancer =
                        new Balancer(session.dataplane(), BalancerSettings.of(settings));
                StepReader reader = StepReader.open(in)) {
            settings.vips().forEach(vip -> add(balancer, vip, err));
            balancer.putServerIds(settings.serverIds());
            return replay(session, balancer, reader, settings, err);
        }
    }

    private int replay(
            BpfSession session,
            Balancer balancer,
            StepReader reader,
            Settings settings,
            PrintWriter err)
            throws IOException {
        try (OutcomeWriter writer = writer(err)) {
            ReplayRun.Totals totals = new ReplayRun(session, balancer).run(reader, writer);
            if (counters) {
                writer.end(report(balancer, settings).toJson());
            }
            err.println(totals.packets() + " packets, " + totals.errors() + " errors");
            err.flush();
            return totals.errors() == 0 ? DONE : SOME_FAILED;
        }
    }

    private static CounterReport report(Balancer balancer, Settings settings) {
        List<IpAddress> reals =
                Stream.concat(
                                settings.vips().stream()
                                        .flatMap(vip -> vip.vip().reals().stream())
                                        .map(Real::address),
                                settings.serverIds().values().stream())
                        .distinct()
                        .toList();
        return new CounterReport(
                balancer.statistics(),
                settings.vips().stream().map(vip -> vip.vip().key()).toList(),
                reals,
                settings.limits().maxVips());
    }

    /** Configured VIPs are added as a client would add them, so that actions may change them. */
    private static void add(Balancer balancer, VipSettings vip, PrintWriter err) {
        if (vip.discovery().isPresent()) {
            err.println(
                    vip.origin()
                            + ": the reals of "
                            + vip.vip().key()
                            + " are discovered by a"
                            + " server only; it has none here");
        }
        balancer.addVip(vip.vip());
    }

    private OutcomeWriter writer(PrintWriter err) throws IOException {
        if (out == null) {
            return new JsonOutcomeWriter(new BufferedWriter(spec.commandLine().getOut()));
        }
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(out));
        return out.toString().endsWith(PCAP)
                ? new PcapOutcomeWriter(file, err)
                : new JsonOutcomeWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
    }
}
