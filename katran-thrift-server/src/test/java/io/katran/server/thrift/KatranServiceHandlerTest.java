package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.katran.thrift.Action;
import io.katran.thrift.Healthcheck;
import io.katran.thrift.KatranService;
import io.katran.thrift.Mac;
import io.katran.thrift.QuicReal;
import io.katran.thrift.Real;
import io.katran.thrift.RealMeta;
import io.katran.thrift.Stats;
import io.katran.thrift.Vip;
import io.katran.thrift.VipMeta;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The protocol's result conventions, on a balancer with its data path in memory. */
class KatranServiceHandlerTest {

    private static final Vip VIP = new Vip("10.200.1.1", 80, 6);
    private static final Vip OTHER = new Vip("10.200.1.2", 80, 6);
    private static final Real FIRST = new Real("10.0.0.1", 10, 0);
    private static final Real SECOND = new Real("10.0.0.2", 20, 0);

    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private TestBalancer balancer;
    private KatranService.Iface calls;

    @BeforeEach
    void open() {
        balancer = TestBalancer.open();
        calls = new KatranServiceHandler(balancer.api());
    }

    @AfterEach
    void close() {
        balancer.close();
    }

    @Test
    void a_vip_is_added_once_listed_and_deleted_once() throws TException {
        assertThat(calls.addVip(new VipMeta(VIP, 3))).isTrue();
        assertThat(calls.addVip(new VipMeta(VIP, 4))).isFalse();
        assertThat(calls.addVip(new VipMeta(new Vip("FC00::1", 443, 17), 0))).isTrue();

        assertThat(calls.getAllVips()).containsExactlyInAnyOrder(VIP, new Vip("fc00::1", 443, 17));
        assertThat(calls.getVipFlags(VIP)).isEqualTo(3);
        assertThat(calls.delVip(VIP)).isTrue();
        assertThat(calls.delVip(VIP)).isFalse();
        assertThat(calls.getAllVips()).containsExactly(new Vip("fc00::1", 443, 17));
    }

    @ParameterizedTest
    @CsvSource({
        "10.200.1.3, 65536, 6, 0",
        "10.200.1.3, -1, 6, 0",
        "10.200.1.3, 80, 262, 0",
        "10.200.1.3, 80, 6, 4294967296",
        "10.200.1.3, 80, 6, -1",
        "garbage, 80, 6, 0",
        "localhost, 80, 6, 0",
        "10.200.1.0/24, 80, 6, 0"
    })
    void a_vip_that_is_none_is_refused(String address, int port, int protocol, long flags)
            throws TException {
        assertThat(calls.addVip(new VipMeta(new Vip(address, port, protocol), flags))).isFalse();

        assertThat(calls.getAllVips()).isEmpty();
    }

    @Test
    void flags_of_a_vip_are_set_unless_told_to_clear_them() throws TException {
        calls.addVip(new VipMeta(VIP, 1));

        assertThat(calls.modifyVip(new VipMeta(VIP, 0x8000_0006L))).isTrue();
        assertThat(calls.getVipFlags(VIP)).isEqualTo(0x8000_0007L);
        assertThat(calls.modifyVip(new VipMeta(VIP, 2).setSetFlag(false))).isTrue();
        assertThat(calls.getVipFlags(VIP)).isEqualTo(0x8000_0005L);
        assertThat(calls.modifyVip(new VipMeta(OTHER, 2))).isFalse();
    }

    @Test
    void what_is_unknown_has_its_documented_value() throws TException {
        assertThat(calls.getVipFlags(VIP)).isEqualTo(-1);
        assertThat(calls.getVipFlags(null)).isEqualTo(-1);
        assertThat(calls.getRealsForVip(VIP)).isEmpty();
        assertThat(calls.getStatsForVip(VIP)).isEqualTo(new Stats(0, 0));
        assertThat(calls.addRealForVip(FIRST, VIP)).isFalse();
        assertThat(calls.delRealForVip(FIRST, VIP)).isFalse();
        assertThat(calls.modifyRealsForVip(Action.ADD, List.of(FIRST), VIP)).isFalse();
        assertThat(calls.modifyRealsForVip(Action.DEL, List.of(FIRST), VIP)).isFalse();
        assertThat(calls.modifyReal(new RealMeta("10.0.0.1", 2))).isFalse();
    }

    @Test
    void a_batch_counts_an_address_once_and_the_last_weight_wins() throws TException {
        calls.addVip(new VipMeta(VIP, 0));
        Real again = new Real("10.0.0.1", 30, 0);

        assertThat(calls.modifyRealsForVip(Action.ADD, List.of(FIRST, SECOND, again), VIP))
                .isTrue();

        assertThat(calls.getRealsForVip(VIP)).containsExactlyInAnyOrder(again, SECOND);
        assertThat(calls.modifyRealsForVip(Action.DEL, List.of(FIRST, FIRST), VIP)).isTrue();
        assertThat(calls.getRealsForVip(VIP)).containsExactly(SECOND);
        assertThat(calls.addRealForVip(new Real("10.0.0.2", 0, 0), VIP)).isTrue();
        assertThat(calls.getRealsForVip(VIP)).containsExactly(new Real("10.0.0.2", 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"garbage, 1, 0", "10.0.0.3, -1, 0", "10.0.0.3, 1, 256", "10.0.0.3, 1, -1"})
    void a_batch_with_one_bad_entry_changes_nothing(String address, int weight, int flags)
            throws TException {
        calls.addVip(new VipMeta(VIP, 0));
        calls.addRealForVip(FIRST, VIP);
        List<Real> batch = List.of(SECOND, new Real(address, weight, flags));

        assertThat(calls.modifyRealsForVip(Action.ADD, batch, VIP)).isFalse();
        assertThat(calls.modifyRealsForVip(null, List.of(SECOND), VIP)).isFalse();
        assertThat(calls.modifyRealsForVip(Action.ADD, null, VIP)).isFalse();

        assertThat(calls.getRealsForVip(VIP)).containsExactly(FIRST);
    }

    @Test
    void deleting_a_real_that_is_no_member_is_no_failure() throws TException {
        calls.addVip(new VipMeta(VIP, 0));
        calls.addVip(new VipMeta(OTHER, 0));
        calls.addRealForVip(FIRST, VIP);
        calls.addRealForVip(SECOND, OTHER);

        assertThat(calls.delRealForVip(SECOND, VIP)).isTrue();
        assertThat(calls.modifyRealsForVip(Action.DEL, List.of(SECOND, FIRST), VIP)).isTrue();

        assertThat(calls.getRealsForVip(VIP)).isEmpty();
        assertThat(calls.getRealsForVip(OTHER)).containsExactly(SECOND);
        assertThat(calls.delRealForVip(new Real("garbage", 0, 0), VIP)).isFalse();
    }

    @Test
    void flags_of_a_real_are_set_for_all_its_vips_unless_told_to_clear_them() throws TException {
        calls.addVip(new VipMeta(VIP, 0));
        calls.addVip(new VipMeta(OTHER, 0));
        calls.addRealForVip(FIRST, VIP);
        calls.addRealForVip(FIRST, OTHER);

        assertThat(calls.modifyReal(new RealMeta("10.0.0.1", 7))).isTrue();
        assertThat(calls.getRealsForVip(OTHER)).extracting(Real::getFlags).containsExactly(6);
        assertThat(calls.modifyReal(new RealMeta("10.0.0.1", 2).setSetFlag(false))).isTrue();
        assertThat(calls.getRealsForVip(VIP)).extracting(Real::getFlags).containsExactly(4);
    }

    @Test
    void a_mac_is_changed_only_to_what_can_be_a_gateway() throws TException {
        assertThat(calls.changeMac(new Mac("02:AB:00:00:00:02"))).isTrue();
        for (String bad :
                new String[] {"garbage", "", null, "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"}) {
            assertThat(calls.changeMac(new Mac(bad))).as(bad).isFalse();
        }
        assertThat(calls.changeMac(null)).isFalse();

        assertThat(calls.getMac().getMac()).isEqualTo("02:ab:00:00:00:02");
    }

    @Test
    void server_ids_are_mapped_and_forgotten() throws TException {
        List<QuicReal> ids = List.of(new QuicReal("10.0.0.1", 1), new QuicReal("10.0.0.2", 2));

        assertThat(calls.modifyQuicRealsMapping(Action.ADD, ids)).isTrue();
        assertThat(calls.getQuicRealsMapping()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(calls.modifyQuicRealsMapping(Action.DEL, List.of(new QuicReal("10.0.0.9", 1))))
                .isTrue();
        assertThat(calls.modifyQuicRealsMapping(Action.DEL, List.of(ids.get(1)))).isTrue();
        assertThat(calls.getQuicRealsMapping()).containsExactly(ids.get(0));
        for (QuicReal bad : List.of(new QuicReal("10.0.0.1", -1), new QuicReal("garbage", 3))) {
            assertThat(calls.modifyQuicRealsMapping(Action.ADD, List.of(bad))).isFalse();
        }
        assertThat(calls.getQuicRealsMapping()).containsExactly(ids.get(0));
    }

    @Test
    void socket_marks_are_refused_while_health_checks_are_not_forwarded() throws TException {
        assertThat(calls.addHealthcheckerDst(new Healthcheck(1000, "10.0.0.1"))).isFalse();
        assertThat(calls.delHealthcheckerDst(1000)).isFalse();
        assertThat(calls.getHealthcheckersDst()).isEmpty();
    }

    @Test
    void counters_are_those_of_the_packets_that_passed() throws TException {
        calls.addVip(new VipMeta(VIP, 0));
        calls.addRealForVip(FIRST, VIP);

        send(1111, SYN);
        send(1111, ACK);
        send(2222, ACK);

        assertThat(calls.getStatsForVip(VIP)).isEqualTo(new Stats(3, 3 * 40));
        assertThat(calls.getLruStats()).isEqualTo(new Stats(3, 2));
        assertThat(calls.getLruMissStats()).isEqualTo(new Stats(1, 1));
        assertThat(calls.getLruFallbackStats()).isEqualTo(new Stats(0, 0));
        assertThat(calls.getIcmpTooBigStats()).isEqualTo(new Stats(0, 0));
        calls.addVip(new VipMeta(OTHER, 0));
        assertThat(calls.getStatsForVip(OTHER)).isEqualTo(new Stats(0, 0));
    }

    /** A TCP packet without payload to the first VIP. */
    private void send(int sourcePort, int tcpFlags) {
        String frame =
                "020000000001"
                        + "020000000099"
                        + "0800"
                        + "450000280000400040060000"
                        + "c0000201"
                        + "0ac80101"
                        + "%04x0050"
                        + "0000000000000000"
                        + "50%02xffff00000000";
        byte[] bytes = HexFormat.of().parseHex(frame.formatted(sourcePort, tcpFlags));
        balancer.dataplane().process(bytes, System.nanoTime(), 0);
    }

    @Test
    void clients_that_delete_the_same_reals_at_once_all_succeed() throws Exception {
        calls.addVip(new VipMeta(VIP, 0));
        List<Real> all =
                IntStream.range(1, 40).mapToObj(i -> new Real("10.0.0." + i, 1, 0)).toList();
        for (int round = 0; round < 50; round++) {
            assertThat(calls.modifyRealsForVip(Action.ADD, all, VIP)).isTrue();

            var other = ServerFixture.async(() -> delete(all.subList(10, 39)));
            assertThat(delete(all.subList(0, 30))).isTrue();

            assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(calls.getRealsForVip(VIP)).isEmpty();
        }
    }

    private boolean delete(List<Real> reals) {
        try {
            return calls.modifyRealsForVip(Action.DEL, reals, VIP);
        } catch (TException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_refusal_is_one_line_of_the_log_whatever_the_client_wrote() throws TException {
        Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        try {
            calls.addVip(new VipMeta(new Vip("10.0.0.1\nERROR forged", 80, 6), 0));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.INFO);
        assertThat(log.list.get(0).getThrowableProxy()).isNull();
        assertThat(log.list.get(0).getFormattedMessage())
                .matches("[ -~]+")
                .startsWith("addVip of this process refused: ")
                .contains("10.0.0.1?ERROR forged", "INVALID_ARGUMENT");
    }

    @Test
    void more_vips_than_there_is_room_for_are_refused() throws TException {
        List<Boolean> added =
                IntStream.rangeClosed(0, TestBalancer.MAX_VIPS)
                        .mapToObj(i -> add(new Vip("10.201.0.1", i, 6)))
                        .toList();

        assertThat(added).hasSize(TestBalancer.MAX_VIPS + 1).last().isEqualTo(false);
        assertThat(added.subList(0, TestBalancer.MAX_VIPS)).containsOnly(true);
        assertThat(calls.getAllVips()).hasSize(TestBalancer.MAX_VIPS);
    }

    private boolean add(Vip vip) {
        try {
            return calls.addVip(new VipMeta(vip, 0));
        } catch (TException e) {
            throw new AssertionError(e);
        }
    }
}
