package io.katran.dataplane.model;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the packet path did with a frame. Immutable, its bytes excepted, which belong to the caller.
 */
public final class Verdict {
    private final Exit exit;
    private final byte[] frame;
    private final Set<Event> events;
    private final @Nullable Placement placement;

    Verdict(Exit exit, byte[] frame, Set<Event> events, @Nullable Placement placement) {
        this.exit = exit;
        this.frame = frame;
        this.events = Set.copyOf(events);
        this.placement = placement;
    }

    public Action action() {
        return exit.action();
    }

    public Exit exit() {
        return exit;
    }

    /** The frame as it leaves; as it came for {@code PASS} and {@code DROP}. */
    public byte[] frame() {
        return frame;
    }

    /** What was counted besides the exit. */
    public Set<Event> events() {
        return events;
    }

    /** How the real was found; empty if the packet got to none. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(placement);
    }

    @Override
    public String toString() {
        return exit.counterName() + (events.isEmpty() ? "" : " " + events);
    }
}
