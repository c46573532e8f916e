package io.katran.control;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.LoadBalancer;
import io.katran.api.MacAddress;
import io.katran.api.Real;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.Statistics;
import io.katran.api.Vip;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.api.VipStatus;
import io.katran.control.health.HealthScheduler;
import io.katran.control.health.HealthSink;
import io.katran.control.health.Watch;
import io.katran.control.time.SystemTime;
import io.katran.control.time.Time;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The load balancer over any data path: edits the desired state and waits until the data path holds
 * it; beyond the {@link LoadBalancer} contract, what a server needs.
 *
 * <p>Owns the data path from the constructor on. Two threads are its own: the applier, which alone
 * writes to the data path, and the clock's, on which health checks are started.
 */
public final class Balancer implements LoadBalancer {
    private final Dataplane dataplane;
    private final Edits edits;
    private final Ledger ledger;
    private final HealthBoard board;
    private final HealthScheduler scheduler;
    private final Watches watches = new Watches();
    private final Advice advice = new Advice();
    private final Applier applier;
    private final ApplierThread thread;
    private final Runnable closeTime;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A balancer without VIPs over a data path that was just made.
     *
     * @throws IllegalArgumentException if the data path has too few spare ring slots
     * @throws KatranException a code of the 300s if the gateway MAC cannot be written; the data
     *     path is closed then
     */
    public Balancer(Dataplane dataplane, BalancerSettings settings) {
        this(dataplane, settings, new SystemTime("katran-clock"));
    }

    private Balancer(Dataplane dataplane, BalancerSettings settings, SystemTime time) {
        this(dataplane, settings, time, time::close);
    }

    /** The same with a clock that the caller owns. */
    public Balancer(Dataplane dataplane, BalancerSettings settings, Time time) {
        this(dataplane, settings, time, () -> {});
    }

    private Balancer(
            Dataplane dataplane, BalancerSettings settings, Time time, Runnable closeTime) {
        this.dataplane = dataplane;
        this.closeTime = closeTime;
        Limits limits = limits(dataplane.capacity(), settings);
        edits = new Edits(limits);
        ledger = new Ledger(dataplane);
        board = new HealthBoard(this::healthChanged);
        scheduler = new HealthScheduler(time, new SplittableRandom(), board);
        applier =
                new Applier(
                        dataplane,
                        limits,
                        DesiredState.empty(settings.gatewayMac()),
                        ledger,
                        board::health,
                        this::committed,
                        time);
        thread = new ApplierThread(applier, time);
        thread.start();
        try {
            await(thread.submit(state -> state));
        } catch (KatranException e) {
            close();
            throw e;
        }
    }

    private static Limits limits(Dataplane.Capacity capacity, BalancerSettings settings) {
        int spares = capacity.ringSlots() - capacity.vips();
        if (spares < RingSlots.MIN_SPARES) {
            throw new IllegalArgumentException(
                    "the data path has "
                            + capacity.ringSlots()
                            + " ring slots for "
                            + capacity.vips()
                            + " VIPs; it needs at least "
                            + RingSlots.MIN_SPARES
                            + " more than VIPs");
        }
        return new Limits(
                capacity.vips(),
                settings.maxReals(),
                capacity.endpoints(),
                settings.maxServerIds(),
                settings.wideServerIds() ? Integer.MAX_VALUE : settings.maxServerIds());
    }

    @Override
    public List<VipStatus> vips() {
        return new Views(applier.state(), board).vips();
    }

    @Override
    public Optional<VipStatus> vip(VipKey key) {
        return new Views(applier.state(), board).vip(key);
    }

    @Override
    public void addVip(Vip vip) {
        change(edits.addVip(vip));
    }

    @Override
    public void removeVip(VipKey key) {
        change(edits.removeVip(key));
    }

    @Override
    public void changeVipFlags(VipKey key, VipFlags flags, boolean set) {
        change(edits.changeVipFlags(key, flags, set));
    }

    @Override
    public void changeHash(VipKey key, HashFunction hash) {
        change(edits.changeHash(key, hash));
    }

    @Override
    public void changeReals(VipKey key, List<? extends RealChange> changes) {
        change(edits.changeReals(key, changes));
    }

    @Override
    public void setReals(VipKey key, Collection<Real> reals) {
        change(edits.setReals(key, reals));
    }

    @Override
    public void changeRealFlags(IpAddress address, RealFlags flags, boolean set) {
        change(edits.changeRealFlags(address, flags, set));
    }

    @Override
    public void drain(VipKey key, IpAddress real) {
        change(edits.drain(key, real));
    }

    @Override
    public void undrain(VipKey key, IpAddress real) {
        change(edits.undrain(key, real));
    }

    @Override
    public MacAddress gatewayMac() {
        return applier.state().desired().gatewayMac();
    }

    @Override
    public void changeGatewayMac(MacAddress mac) {
        change(edits.changeGatewayMac(mac));
    }

    @Override
    public Map<Integer, IpAddress> serverIds() {
        return applier.state().desired().serverIds();
    }

    @Override
    public void putServerIds(Map<Integer, IpAddress> ids) {
        change(edits.putServerIds(ids));
    }

    @Override
    public void removeServerIds(Map<Integer, IpAddress> ids) {
        change(edits.removeServerIds(ids));
    }

    /**
     * Makes the VIPs of the configuration exactly these, all at once. A VIP of the API with the key
     * of a configured one becomes the configuration's. Reals that were discovered, and drains,
     * stay.
     *
     * @throws KatranException VIP_EXISTS if two of them have one key, or as {@link #addVip}; then
     *     nothing has changed
     */
    public void applyConfiguration(List<ConfiguredVip> vips) {
        change(edits.applyConfiguration(vips));
    }

    /**
     * Gives a discovered VIP exactly these reals, without waiting.
     *
     * @return completes when they are in the data path, or with a {@link KatranException}:
     *     VIP_UNKNOWN, INVALID_ARGUMENT if the VIP is not discovered, or as {@link #setReals}
     */
    public CompletableFuture<Void> setDiscoveredReals(VipKey key, Collection<Real> reals) {
        return thread.submit(edits.setDiscoveredReals(key, reals));
    }

    /**
     * Where results of health checks go that are not made here. Counts only for VIPs that have a
     * check.
     */
    public HealthSink healthSink() {
        return board;
    }

    /** Whether the data path is known to hold what it should. */
    public ApplierHealth applierHealth() {
        return applier.health();
    }

    @Override
    public Statistics statistics() {
        if (closed.get()) {
            throw ApplierThread.closed();
        }
        return ledger.read(applier.state().desired());
    }

    /**
     * Ends health checks, finishes the changes that are under way, and lets go of the data path.
     * Later changes fail with CLOSED; reads answer as before, statistics excepted.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            scheduler.close();
            thread.stop();
            closeTime.run();
            dataplane.close();
        }
    }

    private void change(Edit edit) {
        await(thread.submit(edit));
    }

    private static void await(CompletableFuture<Void> done) {
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof KatranException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void healthChanged() {
        thread.nudge();
    }

    private void committed(DesiredState desired) {
        ledger.retain(desired);
        Map<VipKey, Watch> wanted = watches.of(desired);
        board.watch(wanted);
        scheduler.watch(wanted);
        advice.inspect(desired);
    }
}
