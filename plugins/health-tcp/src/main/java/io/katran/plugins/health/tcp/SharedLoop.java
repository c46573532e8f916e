package io.katran.plugins.health.tcp;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one event loop of all checkers. It runs from the first checker's start to the last one's
 * close.
 */
final class SharedLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLoop.class);
    private static final int PATIENCE_SECONDS = 3;

    private int users;
    private @Nullable EventLoopGroup group;

    /** Says that one more checker uses the loop; returns what its connections start from. */
    synchronized Bootstrap acquire() {
        boolean epoll = Epoll.isAvailable();
        if (group == null) {
            if (!epoll) {
                LOG.info("checking without epoll: {}", Epoll.unavailabilityCause().toString());
            }
            IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
            group =
                    new MultiThreadIoEventLoopGroup(
                            1, new DefaultThreadFactory("health-tcp", true), io);
        }
        users++;
        Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        return new Bootstrap().group(group).channel(type);
    }

    /** Says that one checker less uses the loop; after the last one its thread has ended. */
    synchronized void release() {
        users--;
        if (users == 0 && group != null) {
            group.shutdownGracefully(0, PATIENCE_SECONDS, SECONDS)
                    .awaitUninterruptibly(PATIENCE_SECONDS, SECONDS);
            group = null;
        }
    }
}
