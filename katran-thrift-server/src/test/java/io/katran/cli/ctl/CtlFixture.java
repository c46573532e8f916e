package io.katran.cli.ctl;

import io.katran.api.MacAddress;
import io.katran.cli.KatranCommand;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.Dataplane;
import io.katran.dataplane.model.ModelDataplane;
import io.katran.dataplane.model.ModelSettings;
import io.katran.server.thrift.ConnectionLimits;
import io.katran.server.thrift.KatranServiceHandler;
import io.katran.server.thrift.ThriftServer;
import io.katran.server.thrift.ThriftServerSettings;
import io.katran.thrift.KatranService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** A balancer with its management port on both loopbacks, and calls of {@code katran ctl} to it. */
final class CtlFixture implements AutoCloseable {
    static final int MAX_VIPS = 8;
    static final int SYN = 0x02;
    static final int ACK = 0x10;
    static final int TCP_BYTES = 40;

    private final ModelDataplane dataplane;
    private final Balancer balancer;
    private final ThriftServer server;

    CtlFixture() throws IOException {
        this(Map.of());
    }

    /**
     * @param instead what the server does otherwise than ours, by the name of the call: features of
     *     other servers
     */
    CtlFixture(Map<String, Function<Object[], Object>> instead) throws IOException {
        Dataplane.Capacity capacity = new Dataplane.Capacity(MAX_VIPS, 4 * MAX_VIPS, 251, 4096);
        dataplane = new ModelDataplane(capacity, ModelSettings.DEFAULT);
        balancer =
                new Balancer(
                        dataplane,
                        new BalancerSettings(MacAddress.parse("02:00:00:00:00:01"), 64, 100));
        server =
                ThriftServer.start(
                        new ThriftServerSettings(
                                List.of(
                                        InetAddress.getByName("127.0.0.1"),
                                        InetAddress.getByName("::1")),
                                0,
                                ConnectionLimits.DEFAULT),
                        otherwise(new KatranServiceHandler(balancer), instead));
    }

    private static KatranService.Iface otherwise(
            KatranService.Iface ours, Map<String, Function<Object[], Object>> instead) {
        return (KatranService.Iface)
                Proxy.newProxyInstance(
                        CtlFixture.class.getClassLoader(),
                        new Class<?>[] {KatranService.Iface.class},
                        (proxy, method, arguments) -> {
                            Function<Object[], Object> other = instead.get(method.getName());
                            if (other != null) {
                                return other.apply(arguments);
                            }
                            try {
                                return method.invoke(ours, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    int port() {
        return server.port();
    }

    /**
     * How a call ended.
     *
     * @param lines of standard output
     */
    record Run(int status, List<String> lines, String err) {}

    /** One call of the command, by words; {@code --server} is added. */
    Run ctl(String words) {
        return run(words + " --server 127.0.0.1:" + port());
    }

    /** One call of the command, by words. */
    static Run run(String words) {
        List<String> arguments = new ArrayList<>(List.of("ctl"));
        arguments.addAll(List.of(words.split(" ")));
        return run(KatranCommand.commandLine(), arguments);
    }

    /** {@link #ctl} with another time. */
    Run ctl(Pacer pacer, String words) {
        String all = words + " --server 127.0.0.1:" + port();
        return run(new CommandLine(new CtlCommand(pacer)), List.of(all.split(" ")));
    }

    private static Run run(CommandLine command, List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = command.execute(arguments.toArray(String[]::new));
        return new Run(status, out.toString().lines().toList(), err.toString());
    }

    /** A TCP packet of 40 bytes to 10.200.1.1 port 80. */
    void tcp(int sourcePort, int flags) {
        String segment = "%04x0050" + "0000000000000000" + "50%02xffff00000000";
        process("06", TCP_BYTES, segment.formatted(sourcePort, flags));
    }

    /** A UDP packet of 28 bytes to 10.200.1.1 port 80. */
    void udp(int sourcePort) {
        process("11", 28, "%04x005000080000".formatted(sourcePort));
    }

    private void process(String protocol, int length, String segment) {
        String header = "4500%04x0000400040%s0000c00002010ac80101".formatted(length, protocol);
        byte[] frame = HexFormat.of().parseHex("0200000000010200000000990800" + header + segment);
        dataplane.process(frame, System.nanoTime(), 0);
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(10));
        balancer.close();
    }
}
