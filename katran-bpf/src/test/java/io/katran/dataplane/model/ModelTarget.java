package io.katran.dataplane.model;

import io.katran.control.Dataplane;
import io.katran.vectors.VectorTarget;

/** The model as something that packets are sent through, with a clock of its own. */
final class ModelTarget implements VectorTarget {
    private static final long PACKET_GAP_NS = 1_000;

    private final ModelDataplane model;
    private long nowNs;

    ModelTarget(ModelDataplane model) {
        this.model = model;
    }

    @Override
    public Dataplane dataplane() {
        return model;
    }

    @Override
    public Result process(byte[] frame) {
        nowNs += PACKET_GAP_NS;
        Verdict verdict = model.process(frame, nowNs, 0);
        return new Result(verdict.action().name(), verdict.frame());
    }

    @Override
    public void forgetPackets() {
        model.forgetPackets();
    }

    @Override
    public void age(int seconds) {
        nowNs += seconds * 1_000_000_000L;
    }

    @Override
    public void assumeNewFlows(int count) {
        model.assumeNewFlows(0, count, nowNs);
    }
}
