package io.katran.server.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.MacAddress;
import io.katran.control.settings.XdpMode;
import io.katran.server.checks.Host.Link;
import io.katran.server.checks.Host.XdpProgram;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupChecksTest {
    private static final String STATUS = "/proc/self/status";
    private static final String ROUTER = "02:fc:00:00:00:05";

    private final CapturedHost host = new CapturedHost();

    @Test
    void nothing_is_wrong_with_an_ordinary_host() {
        List<Finding> findings = StartupChecks.run(host, Optional.of(subject("eth0")));

        assertThat(findings)
                .allSatisfy(
                        finding -> {
                            assertThat(finding.severity()).isEqualTo(Severity.OK);
                            assertThat(finding.fix()).isEmpty();
                        })
                .extracting(Finding::id)
                .containsExactly(
                        "kernel-version",
                        "bpf-jit",
                        "kernel-btf",
                        "privileges",
                        "bpffs",
                        "java",
                        "native-library",
                        "interface",
                        "xdp-program",
                        "xdp-driver",
                        "rx-queues",
                        "mtu-headroom",
                        "reverse-path",
                        "gateway-mac");
        assertThat(StartupChecks.failures(findings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4.19.0-27-amd64, FAIL",
        "5.9.16, FAIL",
        "5.10.0-35-amd64, OK",
        "6.0.0, OK",
        "10.1, OK"
    })
    void knows_the_oldest_kernel(String release, Severity severity) {
        host.with("/proc/sys/kernel/osrelease", release);

        assertThat(finding("kernel-version").severity()).isEqualTo(severity);
    }

    @Test
    void kernels_that_charge_maps_to_locked_memory_need_a_higher_limit() {
        host.with("/proc/sys/kernel/osrelease", "5.10.0-35-amd64");

        Finding finding = finding("locked-memory");

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.what()).contains("8388608");
        assertThat(finding.fix()).contains("ulimit -l unlimited");
    }

    @Test
    void names_the_missing_capabilities() {
        host.with(STATUS, "CapEff:\t0000000000001000\n");

        Finding finding = finding("privileges");

        assertThat(finding.severity()).isEqualTo(Severity.FAIL);
        assertThat(finding.what()).isEqualTo("missing: CAP_BPF, CAP_PERFMON");
    }

    @ParameterizedTest
    @CsvSource({"000000c000001000, OK", "0000000000201000, OK", "000000c000000000, FAIL"})
    void three_capabilities_or_an_administrator_suffice(String effective, Severity severity) {
        host.with(STATUS, "CapEff:\t" + effective + "\n");

        assertThat(finding("privileges").severity()).isEqualTo(severity);
    }

    @Test
    void a_bpf_file_system_that_is_covered_by_another_mount_does_not_count() {
        host.with(
                "/proc/self/mounts",
                "bpf /sys/fs/bpf bpf rw 0 0\nsysfs /sys/fs/bpf sysfs rw,relatime 0 0\n");

        assertThat(finding("bpffs"))
                .isEqualTo(
                        Finding.fail(
                                "bpffs",
                                "no BPF file system on /sys/fs/bpf, where maps and links are pinned",
                                "mount -t bpf bpf /sys/fs/bpf"));
    }

    @Test
    void says_how_to_compile_programs() {
        host.with("/proc/sys/net/core/bpf_jit_enable", "0");

        assertThat(finding("bpf-jit").fix()).isEqualTo("sysctl -w net.core.bpf_jit_enable=1");
    }

    @Test
    void suggests_the_interface_that_was_meant() {
        List<Finding> findings = StartupChecks.run(host, Optional.of(subject("eht0")));

        Finding last = findings.get(findings.size() - 1);
        assertThat(last.id()).isEqualTo("interface");
        assertThat(last.severity()).isEqualTo(Severity.FAIL);
        assertThat(last.what()).contains("\"eht0\"").contains("eth0, lo");
        assertThat(last.fix()).contains("did you mean \"eth0\"?");
    }

    @ParameterizedTest
    @CsvSource({"native, xdpdrv", "generic, xdpgeneric"})
    void names_a_foreign_program_and_how_to_remove_it(String mode, String option) {
        host.withProgram(new XdpProgram(42, mode, "xdp_firewall"));

        Finding finding = finding("xdp-program");

        assertThat(finding.severity()).isEqualTo(Severity.FAIL);
        assertThat(finding.what()).contains("42").contains("\"xdp_firewall\"").contains("eth0");
        assertThat(finding.fix()).startsWith("ip link set dev eth0 " + option + " off");
    }

    @Test
    void a_program_whose_name_is_hidden_may_be_our_own() {
        host.withProgram(new XdpProgram(42, "native", ""));

        Finding finding = finding("xdp-program");

        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.what()).contains("42").contains("CAP_SYS_ADMIN");
    }

    @Test
    void without_its_native_half_nothing_is_said_of_the_interface() {
        host.withNativeProblem("no library for riscv64");

        List<Finding> findings = StartupChecks.run(host, Optional.of(subject("eth0")));

        assertThat(StartupChecks.failures(findings))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("riscv64"));
        assertThat(findings).extracting(Finding::id).doesNotContain("interface");
    }

    @Test
    void our_own_program_is_taken_over() {
        host.withProgram(new XdpProgram(7, "native", "klb_balancer"));

        assertThat(finding("xdp-program").severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void a_driver_without_xdp_falls_back() {
        host.with("/sys/class/net/eth0/device/driver", "../../bus/pci/drivers/e1000e");

        Finding finding = finding("xdp-driver");

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.what()).contains("e1000e").contains("generic");
    }

    @Test
    void files_of_another_namespace_say_nothing_of_this_interface() {
        host.with("/sys/class/net/eth0/ifindex", "17");

        assertThat(StartupChecks.run(host, Optional.of(subject("eth0"))))
                .noneMatch(finding -> finding.id().equals("rx-queues"))
                .anyMatch(
                        finding ->
                                finding.id().equals("xdp-driver")
                                        && finding.severity() == Severity.INFO);
    }

    @Test
    void wants_a_receive_queue_for_each_cpu() {
        host.withCpus(8);

        Finding finding = finding("rx-queues");

        assertThat(finding.what()).startsWith("2 receive queues, 8 CPUs");
        assertThat(finding.fix()).isEqualTo("ethtool -L eth0 combined 8");
    }

    @ParameterizedTest
    @CsvSource({"1500, WARN", "1519, WARN", "1520, INFO", "1539, INFO", "1540, OK"})
    void wants_room_for_the_outer_header(int mtu, Severity severity) {
        host.withLink(new Link("eth0", 2, mtu, true, CapturedHost.ETH0.mac()));

        assertThat(finding("mtu-headroom").severity()).isEqualTo(severity);
    }

    @Test
    void a_strict_reverse_path_filter_is_named_where_it_is_set() {
        host.with("/proc/sys/net/ipv4/conf/eth0/rp_filter", "1");

        assertThat(finding("reverse-path").fix())
                .isEqualTo("sysctl -w net.ipv4.conf.eth0.rp_filter=2");
    }

    @Test
    void finds_the_gateway_that_the_configuration_lacks() {
        Subject without = new Subject("eth0", XdpMode.AUTO, Optional.empty());

        assertThat(finding("gateway-mac", without).fix())
                .isEqualTo("katran.gateway-mac = \"" + ROUTER + "\"");

        host.with("/proc/net/arp", "IP address HW type Flags HW address Mask Device\n");

        assertThat(finding("gateway-mac", without).fix()).isEqualTo("ip neigh show 192.0.2.1");
    }

    @Test
    void doubts_a_gateway_that_is_not_the_default_one() {
        host.with(
                "/proc/net/arp",
                "IP address       HW type     Flags       HW address            Mask     Device\n"
                        + "192.0.2.1        0x1         0x2         02:00:00:00:00:99     *        eth0\n");

        Finding finding = finding("gateway-mac");

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.what()).contains(ROUTER).contains("192.0.2.1 has 02:00:00:00:00:99");
    }

    @Test
    void refuses_to_send_to_itself() {
        Subject self =
                new Subject(
                        "eth0",
                        XdpMode.AUTO,
                        Optional.of(MacAddress.parse(CapturedHost.ETH0.mac())));

        assertThat(finding("gateway-mac", self).severity()).isEqualTo(Severity.FAIL);
    }

    private Finding finding(String id) {
        return finding(id, subject("eth0"));
    }

    private Finding finding(String id, Subject subject) {
        return StartupChecks.run(host, Optional.of(subject)).stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Subject subject(String interfaceName) {
        return new Subject(interfaceName, XdpMode.AUTO, Optional.of(MacAddress.parse(ROUTER)));
    }
}
