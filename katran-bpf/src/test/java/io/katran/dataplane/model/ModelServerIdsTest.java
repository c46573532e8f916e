package io.katran.dataplane.model;

import io.katran.control.Dataplane;
import io.katran.vectors.ServerIdRoutingContract;
import io.katran.vectors.VectorTarget;
import java.util.function.Consumer;

class ModelServerIdsTest extends ServerIdRoutingContract {
    @Override
    protected void onFreshPath(Consumer<VectorTarget> test) {
        test.accept(
                new ModelTarget(
                        new ModelDataplane(
                                new Dataplane.Capacity(8, 4, 7, 200),
                                ModelSettings.DEFAULT.toBuilder()
                                        .tcpServerId(true)
                                        .udpStableRouting(true)
                                        .build())));
    }
}
