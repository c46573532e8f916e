package io.katran.dataplane.bpf;

import io.katran.bpf.Bpffs;
import io.katran.control.settings.OnStop;
import io.katran.control.settings.Settings;
import io.katran.control.settings.XdpMode;
import java.nio.file.Path;

/**
 * Where packets come from and where the pins go.
 *
 * @param interfaceName name of the interface
 * @param mode how the program may sit on it
 * @param pins directory on a bpffs, the instance's own
 * @param onStop what closing does to the program
 */
record AttachSettings(String interfaceName, XdpMode mode, Path pins, OnStop onStop) {
    private static final String DIRECTORY = "katran";

    static AttachSettings of(Settings settings) {
        return new AttachSettings(
                settings.interfaceName(),
                settings.xdp().mode(),
                Bpffs.DEFAULT_ROOT.resolve(DIRECTORY).resolve(settings.instance()),
                settings.onStop());
    }
}
