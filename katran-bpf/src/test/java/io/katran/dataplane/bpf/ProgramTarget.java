package io.katran.dataplane.bpf;

import io.katran.control.Dataplane;
import io.katran.vectors.VectorTarget;

/** The program as something that packets are sent through. */
record ProgramTarget(BpfSession session) implements VectorTarget {
    @Override
    public Dataplane dataplane() {
        return session.dataplane();
    }

    @Override
    public Result process(byte[] frame) {
        BpfSession.Outcome outcome = session.run(frame);
        return new Result(outcome.verdict(), outcome.frame());
    }

    @Override
    public void forgetPackets() {
        session.forget();
    }

    @Override
    public void age(int seconds) {
        session.age(seconds * 1_000_000_000L);
    }

    @Override
    public void assumeNewFlows(int count) {
        session.setNewFlowCount(count);
    }
}
