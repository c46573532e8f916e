package io.katran.server.thrift;

import io.katran.thrift.KatranService;
import io.katran.thrift.Mac;
import io.katran.thrift.Real;
import io.katran.thrift.Vip;
import io.katran.thrift.VipMeta;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A service that remembers what it is given; {@code getLruStats} fails, {@code changeMac} blocks
 * until released.
 */
final class TestService implements InvocationHandler {

    static final String MAC = "02:00:00:00:00:01";

    final List<VipMeta> vips = new CopyOnWriteArrayList<>();
    final List<Real> reals = new CopyOnWriteArrayList<>();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    KatranService.Iface iface() {
        return (KatranService.Iface)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {KatranService.Iface.class},
                        this);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws InterruptedException {
        return switch (method.getName()) {
            case "getMac" -> new Mac(MAC);
            case "addVip" -> vips.add((VipMeta) arguments[0]);
            case "getAllVips" -> vips.stream().map(VipMeta::getVip).toList();
            case "modifyRealsForVip" -> reals.addAll((List<Real>) arguments[1]);
            case "getRealsForVip" -> List.copyOf(reals);
            case "getVipFlags" ->
                    ((Vip) arguments[0]).getPort() == 0 ? -1L : vips.get(0).getFlags();
            case "changeMac" -> changeMac();
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private boolean changeMac() throws InterruptedException {
        entered.countDown();
        release.await();
        return true;
    }
}
