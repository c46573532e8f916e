package io.katran.dataplane.bpf;

import java.nio.file.Path;

/**
 * Where packets come from and where the pins go.
 *
 * @param interfaceName name of the interface
 * @param mode how the program may sit on it
 * @param pins directory on a bpffs, the instance's own
 */
record AttachSettings(String interfaceName, Mode mode, Path pins) {

    /** How the program may sit on an interface. */
    enum Mode {
        /** In the driver; if it cannot, in the generic path, with a warning. */
        AUTO,
        /** In the driver only. */
        NATIVE,
        /** In the generic path only: slower, works with every driver. */
        GENERIC
    }
}
