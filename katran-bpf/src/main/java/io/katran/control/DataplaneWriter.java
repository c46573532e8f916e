package io.katran.control;

import io.katran.control.time.Time;
import java.util.List;
import java.util.OptionalInt;

/**
 * Takes steps and keeps book of what the data path holds: before each write its object becomes
 * uncertain, after it known. One thread.
 */
final class DataplaneWriter {
    private static final int MAX_DOUBTFUL_SLOTS = 3;

    private final Dataplane dataplane;
    private final Programmed held;
    private final Ledger ledger;
    private final RingSlots slots;
    private final Time time;
    private final int ringSize;
    private long replacedAt;

    DataplaneWriter(Dataplane dataplane, Programmed held, Ledger ledger, Time time) {
        this.dataplane = dataplane;
        this.held = held;
        this.ledger = ledger;
        this.time = time;
        Dataplane.Capacity capacity = dataplane.capacity();
        replacedAt = time.nanos();
        ringSize = capacity.ringSize();
        slots = new RingSlots(capacity.ringSlots(), time);
    }

    /** Takes all steps of a plan; throws what the data path throws, at the first failure. */
    void carryOut(Plan plan) {
        plan.steps().forEach(this::take);
        held.synced(plan.target());
    }

    private void take(Step step) {
        if (step instanceof Step.SetGatewayMac s) {
            held.gatewayMac(null);
            dataplane.setGatewayMac(s.mac());
            held.gatewayMac(s.mac());
        } else if (step instanceof Step.RemoveVip s) {
            held.vipUncertain(s.key());
            replacing(() -> dataplane.removeVip(s.key()));
            held.noVip(s.key());
        } else if (step instanceof Step.Unpublish s) {
            publish(s.vip(), Word.NOTHING);
        } else if (step instanceof Step.Settle) {
            time.sleep(RingSlots.REST.minusNanos(time.nanos() - replacedAt));
        } else if (step instanceof Step.EraseEndpoints s) {
            erase(s);
        } else if (step instanceof Step.PurgeFlows s) {
            dataplane.purgeFlows(s.ids(), s.vips());
        } else if (step instanceof Step.WriteEndpoints s) {
            write(s);
        } else if (step instanceof Step.Publish s) {
            publish(s.vip(), s.word());
        } else if (step instanceof Step.PutVip s) {
            ledger.assign(s.key(), s.vip());
            held.vipUncertain(s.key());
            dataplane.putVip(s.key(), s.vip());
            held.vip(s.key(), s.vip());
        } else if (step instanceof Step.RemoveServerIds s) {
            held.serverIdsUncertain(s.ids());
            replacing(() -> dataplane.removeServerIds(s.ids()));
            held.noServerIds(s.ids());
        } else if (step instanceof Step.PutServerIds s) {
            held.serverIdsUncertain(s.ids().keySet());
            replacing(() -> dataplane.putServerIds(s.ids()));
            held.serverIds(s.ids());
        } else if (step instanceof Step.SetVipAddresses s) {
            held.addresses(null);
            dataplane.setVipAddresses(s.addresses());
            held.addresses(s.addresses());
        }
    }

    private void erase(Step.EraseEndpoints step) {
        held.endpointsUncertain(step.firstId(), step.count());
        dataplane.eraseEndpoints(step.firstId(), step.count());
        for (int i = 0; i < step.count(); i++) {
            held.endpoint(step.firstId() + i, null);
        }
    }

    private void write(Step.WriteEndpoints step) {
        ledger.assign(step.tenant(), step.firstId(), step.endpoints());
        held.endpointsUncertain(step.firstId(), step.endpoints().size());
        dataplane.writeEndpoints(step.firstId(), step.endpoints());
        for (int i = 0; i < step.endpoints().size(); i++) {
            held.endpoint(step.firstId() + i, step.endpoints().get(i));
        }
    }

    private void publish(int vip, Word word) {
        boundDoubt(vip, word);
        publish(vip, word.ring().map(ring -> slotWith(ring, vip)).orElse(Dataplane.NONE), word);
        held.word(vip, word);
    }

    private void publish(int vip, int slot, Word word) {
        if (slot != Dataplane.NONE) {
            slots.using(vip, slot);
        }
        held.wordUncertain(vip);
        replacing(() -> dataplane.publish(vip, slot, word.regionBase(), word.flags()));
        slots.usingOnly(vip, slot);
    }

    /** Does what makes packets under way follow something old. */
    private void replacing(Runnable call) {
        try {
            call.run();
        } finally {
            replacedAt = time.nanos();
        }
    }

    /**
     * While publications fail, none of the slots tried can be taken for spare. Rather than run out
     * of them, make sure that the one tried last is in use before trying yet another.
     */
    private void boundDoubt(int vip, Word word) {
        List<Integer> tried = List.copyOf(slots.usedBy(vip));
        if (tried.size() > MAX_DOUBTFUL_SLOTS) {
            publish(vip, tried.get(tried.size() - 1), word);
        }
    }

    private int slotWith(RingRecipe ring, int vip) {
        OptionalInt present = slots.slotOf(vip, ring);
        if (present.isPresent()) {
            return present.getAsInt();
        }
        short[] positions = ring.fill(ringSize);
        int slot = slots.take();
        try {
            dataplane.writeRing(slot, positions);
        } catch (RuntimeException e) {
            slots.giveBack(slot);
            throw e;
        }
        slots.written(slot, ring);
        return slot;
    }
}
