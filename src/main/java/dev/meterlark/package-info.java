/** Meterlark: your own serverless cloud in one process. Each package below this one is a module. */
@NullMarked
package dev.meterlark;

import org.jspecify.annotations.NullMarked;
