package io.katran.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.RealFlags;
import io.katran.api.ServerIdCount;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.Dataplane;
import io.katran.control.Dataplane.Endpoint;
import io.katran.control.Dataplane.Server;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every packet path does with server ids. The rings send everything to 10.0.0.1; the id 0x0401
 * names 10.0.0.9, which is a real of no VIP.
 */
public abstract class ServerIdRoutingContract {
    private static final String CLIENT = "192.0.2.1";
    private static final String VIP = "10.200.1.1";
    private static final String BY_RING = "10.0.0.1";
    private static final String BY_ID = "10.0.0.9";
    private static final int QUIC = 0;
    private static final int TCP = 1;
    private static final int STABLE = 2;
    private static final int ID = 0x0401;
    private static final int WIDE_ID = 0x7abbccdd;
    private static final int DEAD_ID = 0x0402;
    private static final int SHARED_V4 = 100;
    private static final int SHARED_V6 = 110;
    private static final int UNUSED = 120;

    /** Runs a test on a path that has not seen a packet, with all features on, on one CPU. */
    protected abstract void onFreshPath(Consumer<VectorTarget> test);

    private void run(Consumer<VectorTarget> test) {
        onFreshPath(
                target -> {
                    provision(target.dataplane());
                    test.accept(target);
                });
    }

    private static void provision(Dataplane dataplane) {
        dataplane.setGatewayMac(MacAddress.parse("02:00:00:00:00:99"));
        dataplane.writeRing(0, new short[dataplane.capacity().ringSize()]);
        publish(dataplane, QUIC, "/udp", 443, VipFlag.QUIC);
        publish(dataplane, TCP, "/tcp", 80);
        publish(dataplane, STABLE, "/udp", 80, VipFlag.UDP_STABLE_ROUTING);
        Endpoint shared = endpoint(BY_ID, 9, Dataplane.ANY_VIP);
        dataplane.writeEndpoints(SHARED_V4, List.of(shared));
        dataplane.writeEndpoints(SHARED_V6, List.of(shared));
        dataplane.putServerIds(
                Map.of(
                        ID, new Server(SHARED_V4, SHARED_V6),
                        WIDE_ID, new Server(SHARED_V4, SHARED_V6),
                        DEAD_ID, new Server(UNUSED, UNUSED)));
    }

    private static void publish(
            Dataplane dataplane, int vip, String protocol, int port, VipFlag... flags) {
        int base = 1 + 10 * vip;
        dataplane.writeEndpoints(base, List.of(endpoint(BY_RING, 1, vip)));
        dataplane.publish(vip, 0, base, VipFlags.of(flags));
        dataplane.putVip(VipKey.parse(VIP + ":" + port + protocol), vip);
    }

    private static Endpoint endpoint(String address, int real, int vip) {
        return new Endpoint(IpAddress.parse(address), real, vip, RealFlags.NONE);
    }

    private static String realOf(VectorTarget path, byte[] frame) {
        VectorTarget.Result result = path.process(frame);
        if (!result.verdict().equals("TX")) {
            return result.verdict();
        }
        byte[] to = Arrays.copyOfRange(result.frame(), 14 + 16, 14 + 20);
        return IpAddress.ofBytes(to).toString();
    }

    private static byte[] udp(int port, String payloadHex) {
        byte[] payload = HexFormat.of().parseHex(payloadHex.replace(" ", ""));
        return withPayload(Frames.udp(CLIENT, 5555, VIP, port, payload.length), payload);
    }

    private static byte[] withPayload(byte[] frame, byte[] payload) {
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    private static byte[] tcp(int flags, String optionsHex) {
        byte[] options = HexFormat.of().parseHex(optionsHex.replace(" ", ""));
        ByteBuffer header = ByteBuffer.allocate(20 + options.length);
        header.putShort((short) 5555).putShort((short) 80);
        header.put(12, (byte) (5 + options.length / 4 << 4)).put(13, (byte) flags);
        header.position(20);
        return Frames.ip(CLIENT, VIP, 6, header.put(options).array());
    }

    private static long event(VectorTarget path, String name) {
        return path.dataplane().readGlobalCounts().events().get(name);
    }

    private static ServerIdCount counted(VectorTarget path, int vip) {
        return path.dataplane().readServerIdCounts(vip, 1).get(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "short header 16 bits,          40 41 00 40 00 00 00 00 00,                10.0.0.9",
        "short header 24 bits,          40 80 00 04 01 00 00 00 00,                10.0.0.9",
        "short header 31 bits,          40 c0 7a bb cc dd 00 00 00,                10.0.0.9",
        "short header above 31 bits,    40 c0 fa bb cc dd 00 00 00,                10.0.0.1",
        "short header cut,              40 80 00 04 01 00 00 00,                   10.0.0.1",
        "version 0,                     40 00 00 04 01 00 00 00 00,                10.0.0.1",
        "id 0,                          40 80 00 00 00 00 00 00 00,                10.0.0.1",
        "unmapped id,                   40 80 00 04 03 00 00 00 00,                10.0.0.1",
        "endpoint not in use,           40 80 00 04 02 00 00 00 00,                DROP",
        "handshake,                     e0 00 00 00 01 08 80 00 04 01 00 00 00 00, 10.0.0.9",
        "retry,                         f0 00 00 00 01 08 80 00 04 01 00 00 00 00, 10.0.0.9",
        "handshake with a short id,     e0 00 00 00 01 07 80 00 04 01 00 00 00 00, 10.0.0.1",
        "handshake cut,                 e0 00 00 00 01 08 80 00 04 01 00 00 00,    10.0.0.1",
        "initial,                       c0 00 00 00 01 08 80 00 04 01 00 00 00 00, 10.0.0.1",
        "zero rtt,                      d0 00 00 00 01 08 80 00 04 01 00 00 00 00, 10.0.0.1",
        "no payload,                    '',                                        10.0.0.1",
    })
    void quic_ids_choose_the_real(String what, String payload, String real) {
        run(path -> assertThat(realOf(path, udp(443, payload))).isEqualTo(real));
    }

    @Test
    void an_initial_of_13_bytes_is_not_counted_as_one() {
        run(
                path -> {
                    realOf(path, udp(443, "c0 00 00 00 01 08 80 00 04 01 00 00 00"));
                    realOf(path, udp(443, "c0 00 00 00 01 08 80 00 04 01 00 00 00 00"));

                    assertThat(event(path, "quic-not-routed")).isEqualTo(1);
                    assertThat(event(path, "quic-initial")).isEqualTo(1);
                    assertThat(counted(path, QUIC).opened()).isEqualTo(1);
                });
    }

    @Test
    void an_id_moves_a_flow_that_went_elsewhere_and_later_packets_without_one_follow() {
        run(
                path -> {
                    String without = "40 00 00 00 00 00 00 00 00";
                    String with = "40 80 00 04 01 00 00 00 00";
                    assertThat(realOf(path, udp(443, without))).isEqualTo(BY_RING);
                    assertThat(realOf(path, udp(443, with))).isEqualTo(BY_ID);
                    assertThat(realOf(path, udp(443, without))).isEqualTo(BY_ID);
                    assertThat(realOf(path, udp(443, with))).isEqualTo(BY_ID);

                    assertThat(event(path, "quic-flow-moved")).isEqualTo(1);
                    assertThat(event(path, "quic-flow-same")).isEqualTo(1);
                    assertThat(counted(path, QUIC).moved()).isEqualTo(1);
                    assertThat(counted(path, QUIC).shared().packets()).isEqualTo(3);
                    path.age(31);
                    assertThat(realOf(path, udp(443, without))).isEqualTo(BY_RING);
                });
    }

    @Test
    void a_flow_without_memory_is_remembered_by_its_id_from_now_on() {
        run(
                path -> {
                    realOf(path, udp(443, "40 80 00 04 01 00 00 00 00"));

                    assertThat(event(path, "quic-flow-new")).isEqualTo(1);
                    assertThat(realOf(path, udp(443, ""))).isEqualTo(BY_ID);
                });
    }

    @Test
    void a_vip_without_flow_memory_writes_none_for_an_id() {
        run(
                path -> {
                    path.dataplane().publish(QUIC, 0, 1, VipFlags.of(VipFlag.QUIC, VipFlag.NO_LRU));
                    assertThat(realOf(path, udp(443, "40 80 00 04 01 00 00 00 00")))
                            .isEqualTo(BY_ID);
                    assertThat(path.dataplane().purgeFlows(Set.of(SHARED_V4), Set.of())).isZero();
                });
    }

    @Test
    void an_id_that_names_the_flows_own_real_leaves_it_where_its_vip_counts_it() {
        run(
                path -> {
                    path.dataplane().writeEndpoints(1, List.of(endpoint(BY_ID, 9, QUIC)));
                    realOf(path, udp(443, "40 00 00 00 00 00 00 00 00"));
                    realOf(path, udp(443, "40 80 00 04 01 00 00 00 00"));

                    assertThat(event(path, "quic-flow-same")).isEqualTo(1);
                    assertThat(path.dataplane().readEndpointCounts(1, 1).get(0).packets())
                            .isEqualTo(2);
                    assertThat(counted(path, QUIC).shared().packets()).isZero();
                });
    }

    @Test
    void flows_of_a_vip_are_forgotten_wherever_they_are() {
        run(
                path -> {
                    realOf(path, udp(443, "40 80 00 04 01 00 00 00 00"));

                    assertThat(path.dataplane().purgeFlows(Set.of(), Set.of(TCP))).isZero();
                    assertThat(path.dataplane().purgeFlows(Set.of(), Set.of(QUIC))).isEqualTo(1);
                });
    }

    @Test
    void an_id_that_was_removed_or_overridden_is_not_followed() {
        run(
                path -> {
                    Dataplane dataplane = path.dataplane();
                    Endpoint other = endpoint("10.0.0.7", 7, Dataplane.ANY_VIP);
                    dataplane.writeEndpoints(UNUSED + 1, List.of(other));
                    dataplane.putServerIds(Map.of(ID, new Server(UNUSED + 1, UNUSED + 1)));
                    String with = "52 00 04 01 00 00 00 00";
                    assertThat(realOf(path, udp(80, with))).isEqualTo("10.0.0.7");
                    dataplane.removeServerIds(Set.of(ID, 77));
                    assertThat(realOf(path, udp(80, with))).isEqualTo(BY_RING);
                });
    }

    @Test
    void thousands_of_ids_lead_where_they_should() {
        run(
                path -> {
                    Map<Integer, Server> many = new HashMap<>();
                    for (int id = 0x10000; id < 0x10000 + 5000; id++) {
                        many.put(id, new Server(SHARED_V4, SHARED_V6));
                    }
                    path.dataplane().putServerIds(many);
                    for (int id : List.of(ID, 0x10000, 0x10000 + 2600, 0x10000 + 4999)) {
                        String payload = String.format("52%06x00000000", id);
                        assertThat(realOf(path, udp(80, payload))).isEqualTo(BY_ID);
                    }
                    assertThat(realOf(path, udp(80, "52 01 13 88 00 00 00 00"))).isEqualTo(BY_RING);
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "alone,                b706010400000101,                                       10.0.0.9",
        "at the end,           0101b70601040000,                                       10.0.0.9",
        "big-endian,           b706000004010101,                                       10.0.0.1",
        "14 nops before it,    0101010101010101010101010101b70601040000,               10.0.0.9",
        "15 nops before it,    010101010101010101010101010101b7060104000001,           10.0.0.1",
        "behind the end,       00b7060104000001,                                       10.0.0.1",
        "behind another,       b60401010101b706010400000101,                           10.0.0.9",
        "another kind,         b606010400000101,                                       10.0.0.1",
        "8 bytes long,         b708010400000101,                                       10.0.0.1",
        "unmapped,             b706030400000101,                                       10.0.0.1",
        "endpoint not in use,  b706020400000101,                                       10.0.0.1",
        "too short a header,   b7060104,                                               10.0.0.1",
        "length 0,             0300b70601040000,                                       10.0.0.1",
    })
    void tcp_options_choose_the_real(String what, String options, String real) {
        String padded = options + "01".repeat((8 - options.length() % 8) % 8 / 2);
        run(path -> assertThat(realOf(path, tcp(Frames.ACK, padded))).isEqualTo(real));
    }

    @Test
    void a_syn_is_never_looked_into() {
        run(
                path -> {
                    assertThat(realOf(path, tcp(Frames.SYN, "b706010400000101")))
                            .isEqualTo(BY_RING);
                    assertThat(event(path, "tcp-id-syn")).isEqualTo(1);
                    assertThat(counted(path, TCP).opened()).isEqualTo(1);
                });
    }

    @Test
    void options_behind_the_end_of_the_header_or_of_the_frame_are_none() {
        run(
                path -> {
                    byte[] noOptions = tcp(Frames.ACK, "b706010400000101");
                    noOptions[14 + 20 + 12] = 0x40;
                    assertThat(realOf(path, noOptions)).isEqualTo(BY_RING);
                    byte[] cut = tcp(Frames.ACK, "b706010400000101");
                    assertThat(realOf(path, Arrays.copyOf(cut, cut.length - 3))).isEqualTo(BY_RING);
                    assertThat(realOf(path, Arrays.copyOf(cut, cut.length - 2))).isEqualTo(BY_ID);
                });
    }

    @Test
    void a_tcp_option_moves_the_flow_and_is_remembered() {
        run(
                path -> {
                    realOf(path, tcp(Frames.SYN, ""));
                    assertThat(realOf(path, tcp(Frames.ACK, "b706010400000101"))).isEqualTo(BY_ID);
                    assertThat(realOf(path, tcp(Frames.ACK, ""))).isEqualTo(BY_ID);
                    assertThat(event(path, "tcp-id-flow-moved")).isEqualTo(1);
                    assertThat(event(path, "tcp-id-routed")).isEqualTo(1);
                    assertThat(event(path, "tcp-id-not-routed")).isEqualTo(1);
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "type 52,              52 00 04 01 00 00 00 00, 10.0.0.9, udp-id-routed",
        "type 50,              50 00 04 01 00 00 00 00, 10.0.0.1, udp-id-other-type",
        "type 53,              53 00 04 01 00 00 00 00, 10.0.0.1, udp-id-other-type",
        "7 bytes,              52 00 04 01 00 00 00,    10.0.0.1, udp-id-other-type",
        "id 0,                 52 00 00 00 00 00 00 00, 10.0.0.1, udp-id-not-routed",
        "unmapped,             52 00 04 03 00 00 00 00, 10.0.0.1, udp-id-unknown",
        "endpoint not in use,  52 00 04 02 00 00 00 00, 10.0.0.1, udp-id-dead",
    })
    void stable_routing_chooses_the_real(String what, String payload, String real, String event) {
        run(
                path -> {
                    assertThat(realOf(path, udp(80, payload))).isEqualTo(real);
                    assertThat(event(path, event)).isEqualTo(1);
                });
    }

    @Test
    void stable_routing_remembers_nothing() {
        run(
                path -> {
                    realOf(path, udp(80, "52 00 04 01 00 00 00 00"));
                    assertThat(realOf(path, udp(80, ""))).isEqualTo(BY_RING);
                });
    }
}
