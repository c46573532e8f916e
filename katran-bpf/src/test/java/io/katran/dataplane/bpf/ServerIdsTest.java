package io.katran.dataplane.bpf;

import io.katran.control.settings.ServerIdSettings;
import io.katran.vectors.ServerIdRoutingContract;
import io.katran.vectors.VectorTarget;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

@Tag("bpf")
class ServerIdsTest extends ServerIdRoutingContract {
    @Override
    protected void onFreshPath(Consumer<VectorTarget> test) {
        try (BpfSession session =
                BpfSession.open(TestSettings.routingBy(new ServerIdSettings(true, true, true)))) {
            session.onOneCpu(
                    () -> {
                        test.accept(new ProgramTarget(session));
                        return true;
                    });
        }
    }
}
