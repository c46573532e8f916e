package io.katran.server.checks;

import io.katran.bpf.XdpQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that this process runs on. */
public final class LinuxHost implements Host {
    @Override
    public Optional<String> read(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String path) {
        try (Stream<Path> entries = Files.list(Path.of(path))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public Optional<String> linkTarget(String path) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of(path)).getFileName().toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Link> links() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .map(LinuxHost::link)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot list the network interfaces", e);
        }
    }

    @Override
    public Optional<XdpProgram> xdpProgram(Link link) {
        return XdpQuery.attached(link.index())
                .map(
                        found ->
                                new XdpProgram(
                                        found.programId(),
                                        found.mode().name().toLowerCase(Locale.ROOT),
                                        found.programName().orElse("")));
    }

    @Override
    public int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public int javaVersion() {
        return Runtime.version().feature();
    }

    private static Link link(NetworkInterface found) {
        try {
            byte[] mac = found.getHardwareAddress();
            return new Link(
                    found.getName(),
                    found.getIndex(),
                    found.getMTU(),
                    found.isUp(),
                    mac == null ? "" : HexFormat.ofDelimiter(":").formatHex(mac));
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot look at interface " + found.getName(), e);
        }
    }
}
