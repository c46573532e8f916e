package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.Protocol;
import io.katran.api.Real;
import io.katran.api.RealFlags;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options; what is wrong with one, picocli reports with the option's name. */
final class Converters {
    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;
    private static final double MAX_INTERVAL_SECONDS = 86_400;
    private static final double NANOS_PER_SECOND = 1e9;

    private Converters() {}

    /** Passes the message of an {@link IllegalArgumentException} on to the user. */
    private abstract static class Explaining<T> implements ITypeConverter<T> {
        @Override
        public final T convert(String text) {
            try {
                return read(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }

        abstract T read(String text);
    }

    /** {@code 10.200.1.1:80}. */
    static final class ToHostPort extends Explaining<HostPort> {
        @Override
        HostPort read(String text) {
            return HostPort.parse(text);
        }
    }

    /** {@code 10.200.1.1:80}, over TCP. */
    static final class ToTcpVip extends Explaining<VipKey> {
        @Override
        VipKey read(String text) {
            return HostPort.parse(text).vip(Protocol.TCP);
        }
    }

    /** {@code 10.200.1.1:80}, over UDP. */
    static final class ToUdpVip extends Explaining<VipKey> {
        @Override
        VipKey read(String text) {
            return HostPort.parse(text).vip(Protocol.UDP);
        }
    }

    /** A port alone. */
    static final class ToPort extends Explaining<Integer> {
        @Override
        Integer read(String text) {
            return HostPort.parsePort(text);
        }
    }

    /** An address literal. */
    static final class ToAddress extends Explaining<IpAddress> {
        @Override
        IpAddress read(String text) {
            return IpAddress.parse(text);
        }
    }

    /** 0 to 2147483647. */
    static final class ToWeight extends Explaining<Integer> {
        @Override
        Integer read(String text) {
            return (int) Numbers.parse("weight", text, 0, Real.MAX_WEIGHT);
        }
    }

    /** A socket mark, not 0: that is the mark of every packet without one. */
    static final class ToMark extends Explaining<Long> {
        @Override
        Long read(String text) {
            return Numbers.parse("mark", text, 1, MAX_UNSIGNED_INT);
        }
    }

    /** Six bytes. */
    static final class ToMac extends Explaining<MacAddress> {
        @Override
        MacAddress read(String text) {
            return MacAddress.parse(text);
        }
    }

    /** The name of a VIP flag. */
    static final class ToVipFlags extends Explaining<VipFlags> {
        @Override
        VipFlags read(String text) {
            return FlagNames.vipFlags(text);
        }
    }

    /** The name of a real's flag. */
    static final class ToRealFlags extends Explaining<RealFlags> {
        @Override
        RealFlags read(String text) {
            return FlagNames.realFlags(text);
        }
    }

    /** {@code 10.0.0.1=5}. */
    static final class ToServerId extends Explaining<ServerId> {
        @Override
        ServerId read(String text) {
            int equals = text.lastIndexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" has no id (expected ADDR=ID: 10.0.0.1=5)");
            }
            long id = Numbers.parse("id", text.substring(equals + 1), 0, MAX_UNSIGNED_INT);
            return new ServerId(IpAddress.parse(text.substring(0, equals)).toString(), id);
        }
    }

    /** Seconds, also parts of one. */
    static final class ToInterval extends Explaining<Duration> {
        @Override
        Duration read(String text) {
            double seconds = seconds(text);
            if (!(seconds >= 0.01 && seconds <= MAX_INTERVAL_SECONDS)) {
                throw new IllegalArgumentException(
                        "interval \"" + text + "\" is not a number of seconds from 0.01 to 86400");
            }
            return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
        }

        private static double seconds(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
    }

    /** One or more. */
    static final class ToCount extends Explaining<Long> {
        @Override
        Long read(String text) {
            return Numbers.parse("count", text, 1, Integer.MAX_VALUE);
        }
    }
}
