package io.katran.server.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel, what it lets us do, and the Java we run on. */
final class KernelChecks {
    private static final int KERNEL_MAJOR = 5;
    private static final int KERNEL_MINOR = 10;
    private static final int JAVA = 17;
    private static final int NET_ADMIN = 12;
    private static final int SYS_ADMIN = 21;
    private static final int PERFMON = 38;
    private static final int BPF = 39;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s*([0-9a-f]+)$");
    private static final Pattern LOCKED = Pattern.compile("(?m)^Max locked memory\\s+(\\S+).*$");
    private static final String NATIVE_LIBRARY = "native-library";
    private static final String BPFFS = "/sys/fs/bpf";

    private final Host host;

    KernelChecks(Host host) {
        this.host = host;
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(version());
        findings.add(jit());
        findings.add(btf());
        findings.add(privileges());
        memoryLock().ifPresent(findings::add);
        findings.add(bpffs());
        findings.add(java());
        findings.add(nativeLibrary());
        return findings;
    }

    private Finding version() {
        String release = host.read("/proc/sys/kernel/osrelease").orElse("");
        if (release.isEmpty()) {
            return Finding.fail(
                    "kernel-version",
                    "/proc/sys/kernel/osrelease cannot be read: this is no Linux, or /proc is not"
                            + " mounted",
                    "mount -t proc proc /proc");
        }
        return isAtLeast(release, KERNEL_MAJOR, KERNEL_MINOR)
                ? Finding.ok("kernel-version", "Linux " + release)
                : Finding.fail(
                        "kernel-version",
                        "Linux " + release + "; 5.10 is the oldest that the programs load on",
                        "install a newer kernel");
    }

    private static boolean isAtLeast(String release, int major, int minor) {
        Matcher version = VERSION.matcher(release);
        if (!version.matches()) {
            return false;
        }
        int found = Integer.parseInt(version.group(1));
        return found > major || found == major && Integer.parseInt(version.group(2)) >= minor;
    }

    private Finding jit() {
        Optional<String> enabled = host.read("/proc/sys/net/core/bpf_jit_enable");
        if (enabled.isEmpty()) {
            return Finding.info(
                    "bpf-jit",
                    "the setting is not visible here (it is only in the first network namespace)");
        }
        return enabled.get().equals("0")
                ? Finding.warn(
                        "bpf-jit",
                        "BPF programs are interpreted, which is several times slower",
                        "sysctl -w net.core.bpf_jit_enable=1")
                : Finding.ok("bpf-jit", "BPF programs are compiled");
    }

    private Finding btf() {
        return host.list("/sys/kernel/btf").contains("vmlinux")
                ? Finding.ok("kernel-btf", "the kernel describes its types")
                : Finding.info(
                        "kernel-btf",
                        "the kernel does not describe its types (CONFIG_DEBUG_INFO_BTF); balancing"
                                + " works without, some tools to look at BPF do not");
    }

    private Finding privileges() {
        long effective =
                Long.parseUnsignedLong(
                        first(EFFECTIVE, host.read("/proc/self/status").orElse("")).orElse("0"),
                        16);
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put("CAP_NET_ADMIN", NET_ADMIN);
        if (!has(effective, SYS_ADMIN)) {
            wanted.put("CAP_BPF", BPF);
            wanted.put("CAP_PERFMON", PERFMON);
        }
        List<String> missing =
                wanted.entrySet().stream()
                        .filter(capability -> !has(effective, capability.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        return missing.isEmpty()
                ? Finding.ok("privileges", "BPF programs can be loaded and attached")
                : Finding.fail(
                        "privileges",
                        "missing: " + String.join(", ", missing),
                        "run it as root, or under systemd with AmbientCapabilities=CAP_BPF"
                                + " CAP_NET_ADMIN CAP_PERFMON");
    }

    private static boolean has(long capabilities, int number) {
        return (capabilities >>> number & 1) != 0;
    }

    /** Only kernels before 5.11 charge maps to the limit on locked memory. */
    private Optional<Finding> memoryLock() {
        if (isAtLeast(host.read("/proc/sys/kernel/osrelease").orElse(""), 5, 11)) {
            return Optional.empty();
        }
        String limit = first(LOCKED, host.read("/proc/self/limits").orElse("")).orElse("unknown");
        return Optional.of(
                limit.equals("unlimited")
                        ? Finding.ok("locked-memory", "unlimited")
                        : Finding.warn(
                                "locked-memory",
                                "the limit is "
                                        + limit
                                        + " bytes, and this kernel charges BPF maps to it",
                                "ulimit -l unlimited, or LimitMEMLOCK=infinity under systemd"));
    }

    private Finding bpffs() {
        boolean mounted =
                host.read("/proc/self/mounts")
                        .orElse("")
                        .lines()
                        .map(line -> line.split(" "))
                        .filter(fields -> fields.length > 2 && fields[1].equals(BPFFS))
                        // The last mount on a directory covers the others.
                        .reduce((covered, top) -> top)
                        .map(fields -> fields[2].equals("bpf"))
                        .orElse(false);
        return mounted
                ? Finding.ok("bpffs", "mounted on " + BPFFS)
                : Finding.fail(
                        "bpffs",
                        "no BPF file system on " + BPFFS + ", where maps and links are pinned",
                        "mount -t bpf bpf " + BPFFS);
    }

    private Finding java() {
        return host.javaVersion() >= JAVA
                ? Finding.ok("java", "Java " + host.javaVersion())
                : Finding.fail(
                        "java", "Java " + host.javaVersion() + " is too old", "install Java 17");
    }

    private Finding nativeLibrary() {
        return host.nativeProblem()
                .map(
                        problem ->
                                Finding.fail(
                                        NATIVE_LIBRARY,
                                        problem,
                                        "-Dkatran.native.path=FILE names a library built for this"
                                                + " machine"))
                .orElse(Finding.ok(NATIVE_LIBRARY, "loaded"));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
