package io.katran.control;

/** A change to the desired state that can be applied to whatever the state is by then. */
@FunctionalInterface
interface Edit {

    /**
     * The state after the change; the same instance if there is nothing to change.
     *
     * @throws io.katran.api.KatranException if the state does not allow the change
     */
    DesiredState apply(DesiredState state);
}
