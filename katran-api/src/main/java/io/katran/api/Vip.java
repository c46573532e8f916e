package io.katran.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a virtual service.
 *
 * @param reals without duplicates, in the order given
 */
public record Vip(VipKey key, VipFlags flags, HashFunction hash, List<Real> reals) {

    public Vip {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(flags, "flags");
        Objects.requireNonNull(hash, "hash");
        reals = List.copyOf(reals);
        Map<IpAddress, Real> seen = new LinkedHashMap<>();
        for (Real real : reals) {
            if (seen.put(real.address(), real) != null) {
                throw new IllegalArgumentException(
                        key + " names real " + real.address() + " twice");
            }
        }
    }

    public static Builder builder(VipKey key) {
        return new Builder(key);
    }

    /** Builds a {@link Vip}; not thread-safe. Each of flags and hash can be set once. */
    public static final class Builder {
        private final VipKey key;
        private final List<Real> reals = new ArrayList<>();
        private @Nullable VipFlags flags;
        private @Nullable HashFunction hash;

        private Builder(VipKey key) {
            this.key = Objects.requireNonNull(key, "key");
        }

        public Builder flags(VipFlag... flags) {
            return flags(VipFlags.of(flags));
        }

        public Builder flags(VipFlags flags) {
            requireUnset("flags", this.flags);
            this.flags = flags;
            return this;
        }

        public Builder hash(HashFunction hash) {
            requireUnset("hash", this.hash);
            this.hash = hash;
            return this;
        }

        public Builder real(Real real) {
            reals.add(real);
            return this;
        }

        public Builder reals(Collection<Real> more) {
            reals.addAll(more);
            return this;
        }

        /**
         * @throws IllegalArgumentException if a real is named twice
         */
        public Vip build() {
            return new Vip(
                    key,
                    flags == null ? VipFlags.NONE : flags,
                    hash == null ? HashFunction.MAGLEV : hash,
                    reals);
        }

        private void requireUnset(String name, @Nullable Object value) {
            if (value != null) {
                throw new IllegalStateException(name + " of " + key + " is set already");
            }
        }
    }
}
