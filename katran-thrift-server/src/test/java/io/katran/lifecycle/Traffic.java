package io.katran.lifecycle;

import io.katran.bpf.XdpMode;
import io.katran.cli.xdp.XdpAttachment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs on the peer: takes the outer header off what comes from the balancer, and sends numbered
 * datagrams to the VIP without a pause until the stop file appears. Writes how many came back every
 * few milliseconds; at the end exactly which did not.
 *
 * <p>Arguments: the file for the count so far, the stop file. Prints {@code sent N lost M}.
 */
final class Traffic {
    private static final long GAP_NS = 500_000;
    private static final long LAST_WAIT_NS = 1_000_000_000;
    private static final int REPORT_EVERY = 50;
    private static final int PORT = 4000;

    private final BitSet arrived = new BitSet();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES);
    private int sent;

    public static void main(String[] args) throws IOException {
        XdpAttachment decap = XdpAttachment.attach("decap", TwoHosts.INTERFACE, XdpMode.NATIVE);
        try {
            new Traffic().run(Path.of(args[0]), Path.of(args[1]));
        } finally {
            decap.close();
        }
    }

    private void run(Path progress, Path stop) throws IOException {
        InetSocketAddress vip = new InetSocketAddress(TwoHosts.VIP, PORT);
        try (DatagramChannel real = DatagramChannel.open();
                DatagramChannel client = DatagramChannel.open()) {
            real.bind(vip).configureBlocking(false);
            client.bind(new InetSocketAddress(TwoHosts.REAL, 0));
            long dropped = droppedByFullSocket();
            while (!Files.exists(stop)) {
                client.send(number(sent++), vip);
                receiveAll(real);
                if (sent % REPORT_EVERY == 0) {
                    Files.writeString(progress, Integer.toString(arrived.cardinality()));
                }
                LockSupport.parkNanos(GAP_NS);
            }
            long end = System.nanoTime() + LAST_WAIT_NS;
            while (arrived.cardinality() < sent && System.nanoTime() < end) {
                receiveAll(real);
                LockSupport.parkNanos(GAP_NS);
            }
            // What this process was too slow to take from its socket did arrive.
            long slow = droppedByFullSocket() - dropped;
            System.out.printf("sent %d lost %d%n", sent, sent - arrived.cardinality() - slow);
        }
    }

    private ByteBuffer number(int number) {
        return buffer.clear().putInt(0, number);
    }

    private void receiveAll(DatagramChannel real) throws IOException {
        while (real.receive(buffer.clear()) != null) {
            arrived.set(buffer.getInt(0));
        }
    }

    private static long droppedByFullSocket() throws IOException {
        List<String[]> udp =
                Files.readAllLines(Path.of("/proc/net/snmp")).stream()
                        .filter(line -> line.startsWith("Udp: "))
                        .map(line -> line.split(" "))
                        .toList();
        return Long.parseLong(udp.get(1)[List.of(udp.get(0)).indexOf("RcvbufErrors")]);
    }
}
