package dev.meterlark.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * What belongs to the process and Java cannot change, but the C library can. By reflection: the way
 * there is final from JDK 22 on, and this runtime also runs on older ones, only never blank.
 */
final class CLibrary {

    private static final String FOREIGN = "java.lang.foreign.";

    private final MethodHandle chdir;
    private final MethodHandle setenv;
    private final MethodHandle unsetenv;
    private final Object arena;
    private final Method allocate;

    CLibrary() throws ReflectiveOperationException {
        Object pointer = layout("ADDRESS");
        chdir = function("chdir", pointer);
        setenv = function("setenv", pointer, pointer, layout("JAVA_INT"));
        unsetenv = function("unsetenv", pointer);
        arena = foreign("Arena").getMethod("ofAuto").invoke(null);
        allocate = foreign("SegmentAllocator").getMethod("allocateFrom", String.class);
    }

    void changeFolder(String folder) throws Throwable {
        check("chdir " + folder, chdir.invokeWithArguments(text(folder)));
    }

    void set(String name, String value) throws Throwable {
        check("setenv " + name, setenv.invokeWithArguments(text(name), text(value), 1));
    }

    void unset(String name) throws Throwable {
        check("unsetenv " + name, unsetenv.invokeWithArguments(text(name)));
    }

    private static void check(String what, Object status) throws IOException {
        if ((int) status != 0) {
            throw new IOException(what + " failed");
        }
    }

    private Object text(String text) throws ReflectiveOperationException {
        return allocate.invoke(arena, text);
    }

    /** A function of the given parameters that returns an int. */
    private static MethodHandle function(String name, Object... parameters)
            throws ReflectiveOperationException {
        Class<?> linkerType = foreign("Linker");
        Class<?> descriptorType = foreign("FunctionDescriptor");
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Optional<?> address =
                (Optional<?>)
                        foreign("SymbolLookup")
                                .getMethod("find", String.class)
                                .invoke(lookup, name);
        Object layouts = array("MemoryLayout", parameters);
        Object descriptor =
                descriptorType
                        .getMethod("of", foreign("MemoryLayout"), layouts.getClass())
                        .invoke(null, layout("JAVA_INT"), layouts);
        Object options = array("Linker$Option");
        return (MethodHandle)
                linkerType
                        .getMethod(
                                "downcallHandle",
                                foreign("MemorySegment"),
                                descriptorType,
                                options.getClass())
                        .invoke(linker, address.get(), descriptor, options);
    }

    private static Object array(String type, Object... elements)
            throws ReflectiveOperationException {
        Object array = Array.newInstance(foreign(type), elements.length);
        for (int i = 0; i < elements.length; i++) {
            Array.set(array, i, elements[i]);
        }
        return array;
    }

    private static Object layout(String name) throws ReflectiveOperationException {
        return foreign("ValueLayout").getField(name).get(null);
    }

    private static Class<?> foreign(String name) throws ReflectiveOperationException {
        return Class.forName(FOREIGN + name);
    }
}
