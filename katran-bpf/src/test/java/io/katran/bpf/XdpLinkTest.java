package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attaches to one end of a veth pair; datagrams come from the other end, in a namespace of its own.
 */
@Tag("netns")
class XdpLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger RUNS = new AtomicInteger();

    // The kernel takes a namespace's interfaces down at its leisure, so no two tests share names.
    private final String suffix =
            Long.toString(ProcessHandle.current().pid(), 36) + "x" + RUNS.incrementAndGet();
    private final String here = "kjt" + suffix;
    private final String there = "kjp" + suffix;
    private final String namespace = "kjns" + suffix;
    private final List<AutoCloseable> open = new ArrayList<>();
    private BpfObject object;
    private Path pin;
    private int ifindex;

    @BeforeEach
    void set_up() throws Exception {
        sh("ip netns add " + namespace);
        // Takes the pair along, so that a set-up that fails half-way leaves nothing either.
        open.add(() -> sh("ip netns del " + namespace));
        // Unlike most, this one has no address at all.
        sh("ip link add " + here + " type veth peer name " + there + " netns " + namespace);
        sh("ip link set " + here + " addrgenmode none up");
        sh("ip -n " + namespace + " link set " + there + " up");
        sh("ip -n " + namespace + " addr add 192.0.2.1/30 dev " + there);
        sh("ip -n " + namespace + " neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev " + there);
        ifindex = Interfaces.index(here);
        object = load(2);
        open.add(object);
        TestBpffs bpffs = new TestBpffs();
        open.add(bpffs);
        pin = bpffs.root().resolve("link");
    }

    @AfterEach
    void clean_up() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "GENERIC"})
    void packets_reach_an_attached_program_until_it_is_detached(XdpMode mode) throws Exception {
        assertThat(XdpQuery.attached(ifindex)).isEmpty();
        try (XdpLink link = XdpLink.attach(object.program("kjt_main"), ifindex, mode)) {
            send();
            await(() -> hits(object) > 0);

            int id = object.program("kjt_main").id();
            assertThat(link.info().programId()).isEqualTo(id);
            assertThat(link.info().ifindex()).isEqualTo(ifindex);
            assertThat(XdpQuery.attached(ifindex))
                    .hasValueSatisfying(
                            attached -> {
                                assertThat(attached.programId()).isEqualTo(id);
                                assertThat(attached.mode()).isEqualTo(mode);
                                assertThat(attached.programName()).contains("kjt_main");
                            });
            link.detach();
            assertThat(link.info().isAttached()).isFalse();
            assertThat(XdpQuery.attached(ifindex)).isEmpty();
        }
    }

    @Test
    void an_update_replaces_the_program_in_place() throws Exception {
        try (BpfObject next = load(2);
                XdpLink link =
                        XdpLink.attach(object.program("kjt_main"), ifindex, XdpMode.NATIVE)) {
            link.update(next.program("kjt_main"));
            long before = hits(object);
            send();
            await(() -> hits(next) > 0);

            assertThat(hits(object)).isEqualTo(before);
            assertThat(link.info().programId()).isEqualTo(next.program("kjt_main").id());
        }
        assertThat(XdpQuery.attached(ifindex)).isEmpty();
    }

    @Test
    void a_pinned_link_keeps_forwarding_without_its_process_and_is_taken_over() throws Exception {
        try (XdpLink link = XdpLink.attach(object.program("kjt_main"), ifindex, XdpMode.NATIVE)) {
            link.pin(pin);
        }
        int first = object.program("kjt_main").id();
        object.close();
        assertThat(XdpQuery.attached(ifindex).orElseThrow().programId()).isEqualTo(first);

        try (BpfObject next = load(2);
                XdpLink link = XdpLink.openPinned(pin)) {
            assertThat(link.info().programId()).isEqualTo(first);
            link.update(next.program("kjt_main"));
            send();
            await(() -> hits(next) > 0);
            link.detach();
        }
        assertThat(XdpQuery.attached(ifindex)).isEmpty();
    }

    @Test
    void an_occupied_interface_names_the_program_that_is_there() {
        try (XdpLink link = XdpLink.attach(object.program("kjt_main"), ifindex, XdpMode.NATIVE)) {
            int id = link.info().programId();
            assertThatThrownBy(
                            () ->
                                    XdpLink.attach(
                                            object.program("kjt_grow"), ifindex, XdpMode.NATIVE))
                    .isInstanceOfSatisfying(
                            BpfException.class,
                            failure -> assertThat(failure.errno()).isIn(Errno.EBUSY, Errno.EEXIST))
                    .hasMessageContaining(
                            "already runs XDP program "
                                    + id
                                    + " 'kjt_main' in mode NATIVE; detach it");
            assertThatThrownBy(
                            () ->
                                    XdpLink.attach(
                                            object.program("kjt_grow"), ifindex, XdpMode.GENERIC))
                    .hasMessageContaining("already runs XDP program " + id);
        }
    }

    @Test
    void an_absent_interface_is_an_error() {
        assertThatThrownBy(
                        () -> XdpLink.attach(object.program("kjt_main"), 999_999, XdpMode.NATIVE))
                .isInstanceOf(BpfException.class)
                .hasMessageStartingWith(
                        "XDP link of program 'kjt_main' on interface 999999: attach failed: ");
        assertThatThrownBy(() -> XdpQuery.attached(999_999))
                .hasMessage("interface 999999: query failed: ENODEV (19): No such device");
    }

    @Test
    void interfaces_are_found_without_an_address() {
        assertThat(Interfaces.all())
                .filteredOn(found -> found.name().equals(here))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.index()).isEqualTo(ifindex);
                            assertThat(found.mtu()).isEqualTo(1500);
                            assertThat(found.mac()).matches("([0-9a-f]{2}:){5}[0-9a-f]{2}");
                            assertThat(found.up()).isTrue();
                        });
        assertThat(Interfaces.all())
                .filteredOn(found -> found.name().equals("lo"))
                .singleElement()
                .satisfies(lo -> assertThat(lo.mac()).isEmpty());
    }

    @Test
    void interfaces_are_found_by_name() {
        assertThat(Interfaces.index("lo")).isEqualTo(1);
        assertThat(Interfaces.mtu("lo")).isEqualTo(65_536);
        assertThatThrownBy(() -> Interfaces.index("kj-nowhere"))
                .hasMessage("interface 'kj-nowhere': look up failed: ENODEV (19): No such device");
    }

    @Test
    void a_link_whose_interface_went_is_not_attached() throws Exception {
        try (XdpLink link = XdpLink.attach(object.program("kjt_main"), ifindex, XdpMode.NATIVE)) {
            sh("ip link del " + here);

            await(() -> !link.info().isAttached());
            assertThatThrownBy(() -> link.update(object.program("kjt_grow")))
                    .hasMessageContaining("replace failed: ENOLINK (67)");
        }
    }

    private static BpfObject load(int weight) {
        BpfObject object = BpfObject.fromResource("kj_test");
        try (BpfMap pattern =
                BpfMap.create(new MapSpec(MapType.ARRAY, "pattern", 4, 8, 16, MapFlags.NONE))) {
            object.setInnerMap("bare", pattern);
        }
        object.rodata().putLong(object.btf().variable(".rodata", "second").offset(), weight);
        object.load();
        return object;
    }

    private static long hits(BpfObject object) {
        BpfMap hits = object.map("hits");
        ByteBuffer values = hits.newValues(1);
        hits.readRange(0, 1, values);
        long sum = 0;
        for (int at = 0; at < hits.valueStride(); at += hits.perCpuStride()) {
            sum += values.getLong(at);
        }
        return sum;
    }

    private void send() throws Exception {
        sh("nsenter --net=/run/netns/" + namespace + " bash -c echo>/dev/udp/192.0.2.2/9");
    }

    private static void sh(String command) throws Exception {
        ChildJvm.Result result = ChildJvm.run(Arrays.asList(command.split(" ")));
        if (result.status() != 0) {
            throw new IllegalStateException(command + ": " + result.output());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("the condition holds in time").isBefore(end);
            Thread.sleep(10);
        }
    }
}
