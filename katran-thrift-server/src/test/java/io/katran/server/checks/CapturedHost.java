package io.katran.server.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host of which the files were copied: an ordinary virtual machine on which nothing is wrong,
 * with what a test changes about it. A symbolic link is kept as a file that holds its target.
 */
final class CapturedHost implements Host {
    static final Link ETH0 = new Link("eth0", 2, 1600, true, "06:00:ac:10:00:02");

    private static final Path FILES = Path.of("src/test/resources/hosts/debian-12");

    private final Map<String, Optional<String>> changes = new HashMap<>();
    private final List<Link> links =
            new ArrayList<>(List.of(new Link("lo", 1, 65_536, true, ""), ETH0));
    private Optional<XdpProgram> program = Optional.empty();
    private Optional<String> nativeProblem = Optional.empty();
    private int cpus = 2;

    CapturedHost with(String path, String content) {
        changes.put(path, Optional.of(content));
        return this;
    }

    CapturedHost without(String path) {
        changes.put(path, Optional.empty());
        return this;
    }

    CapturedHost withLink(Link link) {
        links.removeIf(other -> other.name().equals(link.name()));
        links.add(link);
        return this;
    }

    CapturedHost withProgram(XdpProgram found) {
        program = Optional.of(found);
        return this;
    }

    CapturedHost withNativeProblem(String reason) {
        nativeProblem = Optional.of(reason);
        return this;
    }

    CapturedHost withCpus(int count) {
        cpus = count;
        return this;
    }

    @Override
    public Optional<String> read(String path) {
        if (changes.containsKey(path)) {
            return changes.get(path);
        }
        try {
            return Optional.of(Files.readString(FILES.resolve(path.substring(1))).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String path) {
        if (changes.containsKey(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(FILES.resolve(path.substring(1)))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public Optional<String> linkTarget(String path) {
        return read(path).map(target -> Path.of(target).getFileName().toString());
    }

    @Override
    public Optional<String> nativeProblem() {
        return nativeProblem;
    }

    @Override
    public List<Link> links() {
        return List.copyOf(links);
    }

    @Override
    public Optional<XdpProgram> xdpProgram(Link link) {
        return program;
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public int javaVersion() {
        return 17;
    }
}
