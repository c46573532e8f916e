package io.katran.dataplane.bpf;

import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.bpf.BpfException;
import io.katran.bpf.Bpffs;
import io.katran.bpf.Errno;
import io.katran.bpf.XdpLink;
import io.katran.bpf.XdpMode;
import io.katran.bpf.XdpQuery;
import io.katran.dataplane.bpf.AttachSettings.Mode;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final XdpLink link;
    private final AttachSettings settings;
    private final Pins pins;
    private final XdpMode mode;
    private final boolean takenOver;

    private Attachment(
            XdpLink link, AttachSettings settings, Pins pins, XdpMode mode, boolean takenOver) {
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
    private static @org.jspecify.annotations.Nullable Attachment takeOver(
            BalancerObject balancer,
            AttachSettings settings,
            Pins pins,
            Path linkPin,
            int ifindex) {
        if (!Files.exists(linkPin)) {
            return null;
        }
        XdpLink link = XdpLink.openPinned(linkPin);
        XdpMode mode =
                XdpQuery.attached(ifindex).map(XdpQuery.Attached::mode).orElse(XdpMode.NATIVE);
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

    private static boolean allowed(Mode wanted, XdpMode found) {
        return wanted == Mode.AUTO || wanted.name().equals(found.name());
    }

    private static Attachment attachAnew(
            BalancerObject balancer,
            AttachSettings settings,
            Pins pins,
            Path linkPin,
            int ifindex) {
        XdpMode mode = settings.mode() == Mode.GENERIC ? XdpMode.GENERIC : XdpMode.NATIVE;
        XdpLink link;
        try {
            link = XdpLink.attach(balancer.program(), ifindex, mode);
        } catch (BpfException e) {
            boolean occupied =
                    e.errno().equals(Errno.EBUSY)
                            || e.errno().equals(Errno.EEXIST)
                            || e.errno().equals(Errno.EPERM);
            if (settings.mode() != Mode.AUTO || occupied) {
                throw e;
            }
            LOG.warn(
                    "{} cannot run XDP in its driver ({}); using the generic mode, which is slower",
                    settings.interfaceName(),
                    e.getMessage());
            mode = XdpMode.GENERIC;
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

    private static int ifindex(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            if (found != null) {
                return found.getIndex();
            }
        } catch (SocketException e) {
            LOG.debug("looking up {}", name, e);
        }
        throw new DataplaneException(
                ErrorCode.INTERFACE_UNKNOWN,
                "katran.interface: there is no interface \"" + name + "\"; `ip link` lists them",
                null);
    }

    /** Takes the program off the interface and removes all pins. */
    void detach() {
        link.detach();
        Bpffs.unlink(settings.pins().resolve(LINK));
        pins.remove();
        link.close();
    }

    /** Lets go; the pins keep the program where it is. */
    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return settings.interfaceName()
                + " in "
                + mode.name().toLowerCase(java.util.Locale.ROOT)
                + " mode"
                + (takenOver ? ", taken over from the program before" : "");
    }
}
