package io.katran.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bpffs of a test's own, which takes its pins along when it goes. */
final class TestBpffs implements AutoCloseable {
    private final Path root;

    TestBpffs() throws IOException {
        root = Files.createTempDirectory("kjbpffs");
        Bpffs.mount(root);
    }

    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        try {
            ChildJvm.Result result = ChildJvm.run(List.of("umount", root.toString()));
            if (result.status() != 0) {
                throw new IOException("umount " + root + ": " + result.output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; " + root + " is still mounted", e);
        }
        Files.delete(root);
    }
}
