package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.real;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.katran.api.HashFunction;
import io.katran.api.Real;
import io.katran.api.VipFlags;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AdviceTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Advice.class);
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final Edits edits = new Edits(new Limits(8, 64, 512, 100, 100));
    private final Advice advice = new Advice();
    private DesiredState state = DesiredState.empty(Rig.MAC);

    @BeforeEach
    void listen() {
        warnings.start();
        logger.setAdditive(false);
        logger.addAppender(warnings);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(warnings);
        logger.setAdditive(true);
    }

    private List<String> warningsAfter(Edit edit) {
        int before = warnings.list.size();
        state = edit.apply(state);
        advice.inspect(state);
        return warnings.list.stream().skip(before).map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void warns_once_of_weights_that_the_hash_ignores() {
        Real heavy = new Real(ip(2), 5);
        assertThat(warningsAfter(edits.addVip(vipWith(1, List.of(real(1), new Real(ip(2), 0))))))
                .isEmpty();
        assertThat(warningsAfter(edits.setReals(vip(1), List.of(real(1), heavy))))
                .singleElement()
                .asString()
                .contains("10.200.1.1:80/tcp", "maglev-v2");
        assertThat(warningsAfter(edits.setReals(vip(1), List.of(heavy, real(3))))).isEmpty();

        assertThat(warningsAfter(edits.addVip(vipWith(2, List.of())))).isEmpty();
        assertThat(warningsAfter(edits.changeHash(vip(2), HashFunction.MAGLEV_V2))).isEmpty();
        assertThat(warningsAfter(edits.setReals(vip(2), List.of(real(1), heavy)))).isEmpty();
    }

    @Test
    void leaves_weights_that_stand_in_a_file_to_its_reader() {
        List<Real> unequal = List.of(real(1), new Real(ip(2), 5));

        assertThat(warningsAfter(edits.applyConfiguration(List.of(configured(1, false, unequal)))))
                .isEmpty();

        warningsAfter(edits.applyConfiguration(List.of(configured(2, true, List.of()))));
        assertThat(warningsAfter(edits.setDiscoveredReals(vip(2), unequal)))
                .singleElement()
                .asString()
                .contains("maglev-v2");
    }

    private static ConfiguredVip configured(int number, boolean discovered, List<Real> reals) {
        return new ConfiguredVip(
                vipWith(number, reals), "katran.conf:7", discovered, Optional.empty());
    }

    @Test
    void warns_once_of_flags_without_a_meaning() {
        warningsAfter(edits.addVip(vipWith(1, List.of())));
        assertThat(warningsAfter(edits.changeVipFlags(vip(1), new VipFlags(0x10000), true)))
                .singleElement()
                .asString()
                .contains("10.200.1.1:80/tcp", "0x10000");
        assertThat(warningsAfter(edits.changeVipFlags(vip(1), new VipFlags(0x20000), true)))
                .isEmpty();
    }
}
