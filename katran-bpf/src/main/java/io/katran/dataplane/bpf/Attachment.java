package io.katran.dataplane.bpf;

import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.bpf.BpfException;
import io.katran.bpf.Bpffs;
import io.katran.bpf.Errno;
import io.katran.bpf.Interfaces;
import io.katran.bpf.XdpLink;
import io.katran.bpf.XdpQuery;
import io.katran.control.settings.OnStop;
import io.katran.control.settings.XdpMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold of a program instance on an interface: a pinned link beside the pinned maps.
 *
 * <p>The pins keep the program forwarding when this process is gone. The next instance of the same
 * name opens the link and replaces its program in one step, so that no packet misses a program.
 */
final class Attachment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);
    private static final String LINK = "link";
    private static final io.katran.bpf.XdpMode NATIVE = io.katran.bpf.XdpMode.NATIVE;
    private static final io.katran.bpf.XdpMode GENERIC = io.katran.bpf.XdpMode.GENERIC;

    private final XdpLink link;
    private final AttachSettings settings;
    private final Pins pins;
    private final io.katran.bpf.XdpMode mode;
    private final boolean takenOver;

    private Attachment(
            XdpLink link,
            AttachSettings settings,
            Pins pins,
            io.katran.bpf.XdpMode mode,
            boolean takenOver) {
        this.link = link;
        this.settings = settings;
        this.pins = pins;
        this.mode = mode;
        this.takenOver = takenOver;
    }

    static Attachment attach(BalancerObject balancer, AttachSettings settings) {
        int ifindex = ifindex(settings.interfaceName());
        Pins pins = Pins.prepare(settings.pins());
        Path linkPin = settings.pins().resolve(LINK);
        Attachment attachment = takeOver(balancer, settings, pins, linkPin, ifindex);
        if (attachment == null) {
            attachment = attachAnew(balancer, settings, pins, linkPin, ifindex);
        }
        pins.replaceMaps(balancer.allMaps());
        return attachment;
    }

    /** Replaces the program of the link that an earlier instance pinned; null if there is none. */
    private static @Nullable Attachment takeOver(
            BalancerObject balancer,
            AttachSettings settings,
            Pins pins,
            Path linkPin,
            int ifindex) {
        if (!Files.exists(linkPin)) {
            return null;
        }
        XdpLink link = XdpLink.openPinned(linkPin);
        io.katran.bpf.XdpMode mode =
                XdpQuery.attached(ifindex).map(XdpQuery.Attached::mode).orElse(NATIVE);
        if (link.info().ifindex() != ifindex || !allowed(settings.mode(), mode)) {
            LOG.warn(
                    "the program of instance {} sits on interface {} in {} mode, the configuration says"
                            + " {} in {} mode: detaching it, packets pass unbalanced until the new one"
                            + " is attached",
                    settings.pins().getFileName(),
                    link.info().ifindex(),
                    mode,
                    settings.interfaceName(),
                    settings.mode());
            link.detach();
            link.close();
            Bpffs.unlink(linkPin);
            return null;
        }
        link.update(balancer.program());
        return new Attachment(link, settings, pins, mode, true);
    }

    private static boolean allowed(XdpMode wanted, io.katran.bpf.XdpMode found) {
        return wanted == XdpMode.AUTO || wanted.name().equals(found.name());
    }

    private static Attachment attachAnew(
            BalancerObject balancer,
            AttachSettings settings,
            Pins pins,
            Path linkPin,
            int ifindex) {
        io.katran.bpf.XdpMode mode = settings.mode() == XdpMode.GENERIC ? GENERIC : NATIVE;
        XdpLink link;
        try {
            link = XdpLink.attach(balancer.program(), ifindex, mode);
        } catch (BpfException e) {
            boolean occupied =
                    e.errno().equals(Errno.EBUSY)
                            || e.errno().equals(Errno.EEXIST)
                            || e.errno().equals(Errno.EPERM);
            if (settings.mode() != XdpMode.AUTO || occupied) {
                throw e;
            }
            LOG.warn(
                    "{} cannot run XDP in its driver ({}); using the generic mode, which is slower",
                    settings.interfaceName(),
                    e.getMessage());
            mode = GENERIC;
            link = XdpLink.attach(balancer.program(), ifindex, mode);
        }
        try {
            link.pin(linkPin);
        } catch (BpfException e) {
            link.close();
            throw e;
        }
        return new Attachment(link, settings, pins, mode, false);
    }

    /**
     * @throws DataplaneException INTERFACE_UNKNOWN
     */
    static void requireInterface(String name) {
        ifindex(name);
    }

    private static int ifindex(String name) {
        try {
            return Interfaces.index(name);
        } catch (BpfException e) {
            throw new DataplaneException(
                    ErrorCode.INTERFACE_UNKNOWN,
                    "katran.interface: there is no interface \""
                            + name
                            + "\"; `ip link` lists them",
                    e);
        }
    }

    /** Takes the program off the interface and removes all pins. */
    private void detach() {
        link.detach();
        Bpffs.unlink(settings.pins().resolve(LINK));
        pins.remove();
        link.close();
    }

    /** Lets go: the pins keep the program where it is, unless the settings say otherwise. */
    @Override
    public void close() {
        if (settings.onStop() == OnStop.DETACH) {
            detach();
        } else {
            link.close();
        }
    }

    @Override
    public String toString() {
        return settings.interfaceName()
                + " in "
                + mode.name().toLowerCase(Locale.ROOT)
                + " mode"
                + (takenOver ? ", taken over from the program before" : "");
    }
}
