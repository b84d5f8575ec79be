package com.acme.kotlin

import java.nio.file.Path
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume
import kotlin.coroutines.startCoroutine

interface Check<in T> {
  fun check(value: T): Int

  fun isEnabled(): Boolean = true
}

abstract class TextCheck : Check<String> {
  override fun check(value: String): Int = if (isEnabled()) weigh(value) else 0

  protected abstract fun weigh(value: String): Int
}

class LengthCheck : TextCheck() {
  override fun weigh(value: String): Int = value.length
}

/** A generic method of numbers: the compiler writes one for `int` and a bridge for objects. */
class NumberCheck : Check<Int> {
  override fun check(value: Int): Int = value
}

class Steps(private val name: String) {
  fun withDefaults(path: Path, depth: Int = 1, deep: Boolean = false): Int =
      if (deep) depth + path.nameCount else depth

  internal fun internally(): Int = privately()

  private fun privately(): Int = name.length

  fun `written in words`(): Int = 1

  inline fun inlined(work: () -> Int): Int = work() + 1

  val computed: Int
    get() = 4

  companion object {
    @JvmStatic fun ofCompanion(): Int = 1
  }
}

object Registry {
  fun ofObject(): Int = 1
}

/** Comes back later: the first stretch ends at the suspension. */
class Fetcher {
  var waiting: Continuation<Int>? = null

  suspend fun fetch(): Int = pause() + 1

  private suspend fun pause(): Int = suspendCoroutineUninterceptedOrReturn {
    waiting = it
    COROUTINE_SUSPENDED
  }
}

fun String.asExtension(): Int = length

fun topLevel(): Int = 1

class Scanner {
  fun scan(id: String): Int {
    val steps = Steps(id)
    val checks: List<Check<String>> = listOf(LengthCheck(), object : TextCheck() {
      override fun weigh(value: String): Int = 2
    })
    val number: Check<Int> = NumberCheck()
    val fetcher = Fetcher()
    var fetched = 0
    suspend { fetcher.fetch() }.startCoroutine(
        Continuation(EmptyCoroutineContext) { fetched = it.getOrThrow() })
    fetcher.waiting?.resume(1)
    return checks.sumOf { it.check(id) } + number.check(1) +
        steps.withDefaults(Path.of(id)) + steps.withDefaults(Path.of(id), deep = true) +
        steps.internally() + steps.`written in words`() + steps.inlined { 1 } + steps.computed +
        Steps.ofCompanion() + Registry.ofObject() + id.asExtension() + topLevel() + fetched
  }
}

fun main() {
  println(Scanner().scan("nightly"))
}
