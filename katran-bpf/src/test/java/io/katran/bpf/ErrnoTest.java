package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void has_name_number_and_text() {
        assertThat(Errno.of(-16))
                .isEqualTo(Errno.EBUSY)
                .hasToString("EBUSY (16): Device or resource busy");
        assertThat(Errno.of(110)).hasToString("ETIMEDOUT (110): Connection timed out");
        assertThat(Errno.of(524)).isEqualTo(Errno.ENOTSUPP);
    }

    @Test
    void an_unknown_number_is_kept() {
        assertThat(Errno.of(-4000)).hasToString("E4000 (4000): Unknown error 4000");
    }

    @Test
    void an_exception_says_what_failed_on_what_and_what_to_do() {
        BpfException failure =
                new BpfException("load", "BPF object 'x'", Errno.EPERM, "libbpf: no");

        assertThat(failure)
                .hasMessageStartingWith(
                        "BPF object 'x': load failed: EPERM (1): Operation not permitted - ")
                .hasMessageContaining("CAP_BPF")
                .hasMessageEndingWith("; libbpf: no");
        assertThat(BpfException.ofBatch("update", "map 'reals'", Errno.E2BIG, 512, 700))
                .hasMessage(
                        "map 'reals': update failed after 512 of 700: E2BIG (7): Argument list too long");
    }
}
