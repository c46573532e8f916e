package io.katran.control;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.control.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings edits into the data path, a batch at a time.
 *
 * <p>Edits of a batch are applied one after the other to the state, and written as one plan. An
 * edit that the state does not allow fails alone. If there is no room for the batch, its edits are
 * tried one by one, so that only those fail that do not fit. If the data path refuses a step, all
 * edits of the batch fail, and the data path is brought back to the state before; if that fails
 * too, it is out of step: it is retried with growing pauses, and before the next batch, and until
 * it succeeds every edit fails.
 *
 * <p>Called by one thread; {@link #state} and {@link #health} by any.
 */
final class Applier {
    private static final Logger log = LoggerFactory.getLogger(Applier.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Programmed held;
    private final DataplaneWriter writer;
    private final Consumer<DesiredState> committed;
    private final Supplier<Health> healthChecks;
    private final Limits limits;
    private final Time time;
    private Layout layout;
    private Duration pause = FIRST_PAUSE;

    /** What {@link #layout} is for: the state, but for moments within a change. */
    private EffectiveState arranged;

    private final Taint taint = new Taint();

    private volatile EffectiveState state;
    private volatile ApplierHealth health = ApplierHealth.GOOD;

    /**
     * @param ledger is told which endpoints count for whom
     * @param healthChecks what the health checks say at the time of the call
     * @param committed is told what the data path holds after each success; must not fail
     */
    Applier(
            Dataplane dataplane,
            Limits limits,
            DesiredState initial,
            Ledger ledger,
            Supplier<Health> healthChecks,
            Consumer<DesiredState> committed,
            Time time) {
        this.held = new Programmed(dataplane.capacity().endpoints());
        this.committed = committed;
        this.writer = new DataplaneWriter(dataplane, held, ledger, time);
        this.healthChecks = healthChecks;
        this.time = time;
        this.layout = new Layout(limits);
        this.limits = limits;
        this.arranged = EffectiveState.of(initial);
        this.state = arranged;
    }

    /** What is in the data path, or was until it got out of step. */
    EffectiveState state() {
        return state;
    }

    /** Who has which number; for the applier's thread. */
    Layout layout() {
        return layout;
    }

    ApplierHealth health() {
        return health;
    }

    /**
     * Applies a batch, and what the health checks say by now; completes every request.
     *
     * @return after which time to call again, if the data path is out of step
     */
    Optional<Duration> apply(List<Request> batch) {
        process(batch);
        return health.inStep() ? Optional.empty() : nextPause();
    }

    private void process(List<Request> batch) {
        if (!health.inStep() && !recover()) {
            batch.forEach(request -> request.done().completeExceptionally(outOfStep()));
            return;
        }
        DesiredState desired = state.desired();
        List<Request> accepted = new ArrayList<>(batch.size());
        for (Request request : batch) {
            try {
                desired = request.edit().apply(desired);
                accepted.add(request);
            } catch (RuntimeException e) {
                request.done().completeExceptionally(asKatranException(e));
            }
        }
        commit(desired, accepted);
    }

    private void commit(DesiredState desired, List<Request> requests) {
        try {
            reach(desired);
            state = arranged;
        } catch (RuntimeException e) {
            undo(asKatranException(e), requests);
            return;
        }
        committed.accept(state.desired());
        health = health.succeeded();
        requests.forEach(request -> request.done().complete(null));
    }

    private void undo(KatranException error, List<Request> requests) {
        boolean isForWantOfRoom = !held.isDirty();
        if (held.isDirty() || arranged != state) {
            log.warn("A change failed and is being undone: {}", error.getMessage());
            health = health.failed(error.getMessage());
            recover();
        }
        if (isForWantOfRoom && requests.size() > 1) {
            // Those that do fit get their chance.
            requests.forEach(request -> process(List.of(request)));
        } else {
            requests.forEach(request -> request.done().completeExceptionally(error));
        }
    }

    /**
     * Brings the data path to a state. If there is no room for it beside what goes, the VIPs that
     * go are removed first.
     */
    private void reach(DesiredState desired) {
        Plan plan;
        try {
            plan = planTo(desired);
        } catch (KatranException noRoom) {
            DesiredState fewer = withoutVipsThatGo(desired);
            if (fewer == arranged.desired()) {
                throw noRoom;
            }
            execute(planTo(fewer));
            plan = planTo(desired);
        }
        execute(plan);
    }

    private DesiredState withoutVipsThatGo(DesiredState desired) {
        return Draft.edit(
                arranged.desired(),
                limits,
                draft ->
                        arranged.desired().vips().keySet().stream()
                                .filter(key -> !desired.vips().containsKey(key))
                                .forEach(draft::remove));
    }

    private Plan planTo(DesiredState desired) {
        EffectiveState target = arranged.then(desired, healthChecks.get());
        return Planner.plan(held, layout, target, taint, time.nanos());
    }

    private void execute(Plan plan) {
        if (!plan.isEmpty()) {
            log.debug("Applying:\n{}", plan);
        }
        try {
            writer.carryOut(plan);
        } catch (RuntimeException e) {
            held.dirty();
            taint.add(plan);
            layout = layout.without(plan.layout().reclaimed());
            throw e;
        }
        taint.clear();
        layout = plan.layout();
        arranged = plan.target();
    }

    /** Brings the data path back to the state; returns whether it succeeded. */
    private boolean recover() {
        try {
            execute(planTo(arranged.desired()));
            if (arranged.desired() != state.desired()) {
                execute(planTo(state.desired()));
            }
        } catch (RuntimeException e) {
            health = health.failed(asKatranException(e).getMessage());
            log.error("The data path is out of step and could not be mended; retrying", e);
            return false;
        }
        state = arranged;
        committed.accept(state.desired());
        health = health.recovered();
        pause = FIRST_PAUSE;
        log.info("The data path holds what it should again");
        return true;
    }

    private KatranException outOfStep() {
        return new KatranException(
                ErrorCode.KERNEL_REFUSED,
                "the data path is out of step since a change failed ("
                        + health.lastError()
                        + "); nothing can be changed until the retry succeeds");
    }

    private Optional<Duration> nextPause() {
        Duration now = pause;
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        return Optional.of(now);
    }

    private static KatranException asKatranException(RuntimeException e) {
        if (e instanceof KatranException known) {
            return known;
        }
        log.error("An edit or the data path failed in a way that it must not", e);
        return new KatranException(ErrorCode.INTERNAL, "internal error: " + e, e);
    }
}
