package io.katran.server.checks;

import io.katran.bpf.Bpf;
import io.katran.bpf.Interfaces;
import io.katran.bpf.XdpQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    public Optional<String> nativeProblem() {
        return Bpf.unavailabilityCause().map(cause -> String.valueOf(cause.getMessage()));
    }

    @Override
    public List<Link> links() {
        return Interfaces.all().stream()
                .map(
                        found ->
                                new Link(
                                        found.name(),
                                        found.index(),
                                        found.mtu(),
                                        found.up(),
                                        found.mac()))
                .toList();
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
}
