package io.katran.api;

import java.util.Objects;

/** One step of a change to a VIP's reals. */
public sealed interface RealChange {
    IpAddress address();

    /** Adds the real, or gives it another weight if the VIP has it already. */
    record Put(Real real) implements RealChange {
        public Put {
            Objects.requireNonNull(real, "real");
        }

        @Override
        public IpAddress address() {
            return real.address();
        }
    }

    /** Takes the real out of the VIP; its flows move to other reals. */
    record Remove(IpAddress address) implements RealChange {
        public Remove {
            Objects.requireNonNull(address, "address");
        }
    }
}
