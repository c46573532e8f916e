package io.katran.plugins.health.tcp;

import io.katran.spi.HealthChecker;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connects to targets.
 *
 * <p>A connection is reset instead of closed (SO_LINGER 0): closing would leave a socket in
 * TIME_WAIT for a minute after each probe, and the local ports would run out at a few hundred
 * probes a second.
 */
final class TcpChecker implements HealthChecker {
    private static final double NANOS_PER_MILLI = 1e6;

    private final SharedLoop loop;
    private final Set<CompletableFuture<HealthResult>> pending = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Bootstrap bootstrap;

    TcpChecker(SharedLoop loop) {
        this.loop = loop;
    }

    /** A pipeline must have a handler; a probe needs none. */
    @Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {}

    @Override
    public synchronized void start() {
        if (bootstrap == null) {
            bootstrap =
                    loop.acquire()
                            .option(ChannelOption.SO_LINGER, 0)
                            .option(ChannelOption.AUTO_READ, false)
                            .handler(new Nothing());
        }
    }

    @Override
    public CompletionStage<HealthResult> check(HealthTarget target) {
        Bootstrap started = bootstrap;
        if (started == null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the checker is not started, or closed"));
        }
        CompletableFuture<HealthResult> result = new CompletableFuture<>();
        pending.add(result);
        result.whenComplete((done, failure) -> pending.remove(result));
        int timeoutMillis = (int) Math.max(1, target.timeout().toMillis());
        long start = System.nanoTime();
        started.clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .connect(address(target))
                .addListener((ChannelFuture end) -> judge(end, result, start, timeoutMillis));
        if (bootstrap == null) {
            cancel(result);
        }
        return result;
    }

    private InetSocketAddress address(HealthTarget target) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(target.address().toBytes()), target.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static void judge(
            ChannelFuture end,
            CompletableFuture<HealthResult> result,
            long start,
            int timeoutMillis) {
        if (!end.isSuccess()) {
            result.complete(HealthResult.unhealthy(reason(end.cause(), timeoutMillis)));
            return;
        }
        Channel channel = end.channel();
        if (channel.remoteAddress().equals(channel.localAddress())) {
            // On the own host an unused port can be chosen as source of the connection to itself.
            result.complete(HealthResult.unhealthy("connection refused"));
        } else {
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            result.complete(HealthResult.healthy("connected in %.1f ms".formatted(millis)));
        }
        channel.close();
    }

    private static String reason(Throwable cause, int timeoutMillis) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer within " + timeoutMillis + " ms";
        }
        String text = String.valueOf(cause.getMessage());
        return cause instanceof ConnectException && text.contains("refused")
                ? "connection refused"
                : text;
    }

    @Override
    public synchronized void close() {
        if (bootstrap != null) {
            bootstrap = null;
            pending.forEach(TcpChecker::cancel);
            loop.release();
        }
    }

    private static void cancel(CompletableFuture<HealthResult> result) {
        result.completeExceptionally(new CancellationException("the checker was closed"));
    }
}
