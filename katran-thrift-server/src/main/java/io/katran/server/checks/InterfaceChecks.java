package io.katran.server.checks;

import io.katran.control.settings.XdpMode;
import io.katran.server.checks.Host.Link;
import io.katran.server.checks.Host.XdpProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The interface where the VIPs' packets arrive. */
final class InterfaceChecks {
    /** The packets of an ordinary client. */
    private static final int CLIENT_MTU = 1500;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final String OWN_PROGRAM = "klb_balancer";

    /** Drivers that run XDP themselves, in kernels of 5.10 and newer. */
    private static final Set<String> NATIVE_DRIVERS =
            Set.of(
                    "bnxt_en",
                    "dpaa2-eth",
                    "ena",
                    "enetc",
                    "fsl_dpaa2_eth",
                    "fsl_enetc",
                    "gve",
                    "hv_netvsc",
                    "i40e",
                    "ice",
                    "igb",
                    "igc",
                    "ixgbe",
                    "ixgbevf",
                    "mana",
                    "mlx4_en",
                    "mlx5_core",
                    "mvneta",
                    "mvpp2",
                    "nfp",
                    "nicvf",
                    "qede",
                    "sfc",
                    "stmmac",
                    "tun",
                    "veth",
                    "virtio_net",
                    "vmxnet3",
                    "xen-netfront");

    private final Host host;
    private final Subject wanted;

    InterfaceChecks(Host host, Subject wanted) {
        this.host = host;
        this.wanted = wanted;
    }

    List<Finding> run() {
        List<Link> links = host.links();
        Optional<Link> found =
                links.stream().filter(link -> link.name().equals(wanted.interfaceName())).findAny();
        if (found.isEmpty()) {
            return List.of(missing(links));
        }
        Link link = found.get();
        List<Finding> findings = new ArrayList<>();
        findings.add(up(link));
        findings.add(occupied(link));
        findings.add(driver(link));
        queues(link).ifPresent(findings::add);
        findings.add(mtu(link));
        if (wanted.mode() == XdpMode.GENERIC) {
            findings.add(mergedPackets());
        }
        findings.add(reversePath());
        findings.add(new GatewayCheck(host, wanted).run(link));
        return findings;
    }

    private Finding missing(List<Link> links) {
        List<String> names = links.stream().map(Link::name).sorted().toList();
        String nearest =
                Spelling.nearest(wanted.interfaceName(), names)
                        .map(name -> "did you mean \"" + name + "\"? ")
                        .orElse("");
        return Finding.fail(
                "interface",
                "there is no interface \""
                        + wanted.interfaceName()
                        + "\" here; there are "
                        + String.join(", ", names),
                nearest + "set katran.interface");
    }

    private Finding up(Link link) {
        return link.up()
                ? Finding.ok("interface", link.name() + ", index " + link.index())
                : Finding.warn(
                        "interface",
                        link.name() + " is down: no packets arrive",
                        "ip link set dev " + link.name() + " up");
    }

    private Finding occupied(Link link) {
        Optional<XdpProgram> program;
        try {
            program = host.xdpProgram(link);
        } catch (RuntimeException e) {
            return Finding.info("xdp-program", "the kernel does not tell: " + e.getMessage());
        }
        if (program.isEmpty()) {
            return Finding.ok("xdp-program", "none on " + link.name() + " yet");
        }
        XdpProgram other = program.get();
        if (other.name().equals(OWN_PROGRAM)) {
            return Finding.info(
                    "xdp-program",
                    "an instance of Katran forwards on "
                            + link.name()
                            + " (program "
                            + other.id()
                            + "); the same instance takes over from it without a gap");
        }
        if (other.name().isEmpty()) {
            // Names are shown to administrators only, and after a restart the program is our own.
            return Finding.info(
                    "xdp-program",
                    "program "
                            + other.id()
                            + " sits on "
                            + link.name()
                            + ", and whose it is cannot be seen without CAP_SYS_ADMIN; if not this"
                            + " instance's, attaching fails");
        }
        String off = other.mode().equals("generic") ? "xdpgeneric" : "xdpdrv";
        return Finding.fail(
                "xdp-program",
                String.format(
                        "program %d \"%s\" sits on %s in %s mode, and there can be one only",
                        other.id(), other.name(), link.name(), other.mode()),
                String.format(
                        "ip link set dev %s %s off (if a link holds it: bpftool link, then end its"
                                + " owner)",
                        link.name(), off));
    }

    private Finding driver(Link link) {
        if (wanted.mode() == XdpMode.GENERIC) {
            return Finding.info(
                    "xdp-driver", "generic mode works with every driver, at about half the rate");
        }
        Optional<String> driver =
                isDescribed(link)
                        ? host.linkTarget("/sys/class/net/" + link.name() + "/device/driver")
                        : Optional.empty();
        if (driver.isEmpty()) {
            return Finding.info(
                    "xdp-driver",
                    link.name()
                            + " is virtual, or its driver is not visible here; attaching shows whether"
                            + " it runs XDP");
        }
        if (NATIVE_DRIVERS.contains(driver.get())) {
            return Finding.ok("xdp-driver", driver.get() + " runs XDP itself");
        }
        String what = driver.get() + " is not known to run XDP itself";
        return wanted.mode() == XdpMode.AUTO
                ? Finding.warn(
                        "xdp-driver",
                        what + "; if it does not, the slower generic mode is used",
                        "use a NIC with native XDP, or set katran.xdp.mode = generic")
                : Finding.warn(
                        "xdp-driver",
                        what + "; if it does not, the server does not start",
                        "set katran.xdp.mode = auto");
    }

    /** Whether /sys describes this very interface: it may show another network namespace. */
    private boolean isDescribed(Link link) {
        return host.read("/sys/class/net/" + link.name() + "/ifindex")
                        .equals(Optional.of(Integer.toString(link.index())))
                && host.read("/sys/class/net/" + link.name() + "/address")
                        .equals(Optional.of(link.mac()));
    }

    private Optional<Finding> queues(Link link) {
        if (!isDescribed(link)) {
            return Optional.empty();
        }
        long queues =
                host.list("/sys/class/net/" + link.name() + "/queues").stream()
                        .filter(queue -> queue.startsWith("rx-"))
                        .count();
        String what = queues + " receive queues, " + host.cpus() + " CPUs";
        return Optional.of(
                queues >= host.cpus()
                        ? Finding.ok("rx-queues", what)
                        : Finding.warn(
                                "rx-queues",
                                what + ": the other CPUs do not forward",
                                "ethtool -L " + link.name() + " combined " + host.cpus()));
    }

    private Finding mtu(Link link) {
        int room = link.mtu() - CLIENT_MTU;
        String what = "MTU " + link.mtu();
        if (room >= IPV6_HEADER) {
            return Finding.ok(
                    "mtu-headroom", what + " has room for the outer header of full-sized packets");
        }
        if (room >= IPV4_HEADER) {
            return Finding.info(
                    "mtu-headroom",
                    what + " is enough for reals with IPv4 addresses; IPv6 needs 1540");
        }
        return Finding.warn(
                "mtu-headroom",
                what
                        + " has no room for the outer header (20 bytes to IPv4 reals, 40 to IPv6; 8 more"
                        + " with GUE): clients must send smaller packets, and those that do not heed"
                        + " \"too big\" answers, or get none with features.icmp-too-big = off, hang",
                "ip link set dev "
                        + link.name()
                        + " mtu 1540 (and on all links to the reals), or let the reals advertise"
                        + " less: ip route change default ... advmss 1420");
    }

    private Finding mergedPackets() {
        return Finding.info(
                "merged-packets",
                "in generic mode packets that the driver merged are encapsulated whole and then"
                        + " dropped; switch merging off: ethtool -K "
                        + wanted.interfaceName()
                        + " gro off lro off");
    }

    private Finding reversePath() {
        List<String> strict =
                List.of("all", wanted.interfaceName()).stream()
                        .filter(
                                name ->
                                        host.read("/proc/sys/net/ipv4/conf/" + name + "/rp_filter")
                                                .equals(Optional.of("1")))
                        .toList();
        return strict.isEmpty()
                ? Finding.ok("reverse-path", "no strict filter")
                : Finding.warn(
                        "reverse-path",
                        "the reverse path filter is strict (rp_filter=1): what the kernel gets from"
                                + " another direction than it would answer to, such as replies to"
                                + " health checks, is dropped",
                        strict.stream()
                                .map(name -> "net.ipv4.conf." + name + ".rp_filter=2")
                                .collect(Collectors.joining(" ", "sysctl -w ", "")));
    }
}
