import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingFlow
import Logging
import ServiceLifecycle

/// The workers as a service: they end with the server.
struct WorkerService: Service, CustomStringConvertible {
    let worker: EventWorker
    /// The name in logs. Without one every value inside is described, which takes longer than the rest of the start.
    let description = "workers"

    func run() async throws { await cancelWhenGracefulShutdown { await self.worker.run() } }
}

/// The miner as a service: it reads channels beside the workers, and never instead of them.
struct MiningService: Service, CustomStringConvertible {
    let worker: MiningWorker
    let description = "mining"

    func run() async throws { await cancelWhenGracefulShutdown { await self.worker.run() } }
}

/// What is done at the start and from then on every minute: who am I, which channels am I in, what was decided but not
/// carried out, what has expired or soon will.
struct Housekeeping: Service, CustomStringConvertible {
    let description = "housekeeping"
    let chat: any TeamChat
    let channels: ChannelKeeper
    let approvals: ApprovalDesk
    let digest: DailyDigest
    let scanner: ReopeningScanner
    let readiness: Readiness
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isIntroduced = false
            var minutes = 0
            while !Task.isCancelled {
                if isIntroduced {
                    minutes += 1
                    await self.lookAfterChannels(minutes: minutes)
                } else {
                    isIntroduced = await self.introduce()
                    // Reading the rules takes a core for a fifth of a second: what was waiting for this start comes first.
                    try? await Task.sleep(for: .milliseconds(500))
                    await self.readiness.report("semgrep", problem: self.scanner.problem())
                }
                await self.sweep()
                await self.postDigests()
                try? await Task.sleep(for: .seconds(isIntroduced ? 60 : 5))
            }
        }
    }

    /// Whether Slack answered: until then it is asked every few seconds, and `readyz` says so.
    private func introduce() async -> Bool {
        do throws(Fault) {
            let identity = try await self.chat.identity()
            await self.readiness.report("slack", problem: nil)
            self.logger.info("connected to Slack", metadata: ["team": "\(identity.teamID)", "bot": "\(identity.user)"])
            try await self.channels.catchUp()
            return true
        } catch {
            self.logger.error("introducing the bot", metadata: ["error": "\(error)"])
            await self.readiness.report("slack", problem: "\(error.detail). \(error.advice ?? "")")
            return false
        }
    }

    /// Finds what no event told of: after a gap in the events what was said meanwhile, every ten minutes which channels there are and who may read them, every six hours the
    /// replies to recent threads, and what has grown too old.
    private func lookAfterChannels(minutes: Int) async {
        do throws(Fault) {
            if await self.readiness.takeGap() { try await self.fillGap() }
            if minutes.isMultiple(of: 360) {
                try await self.channels.sweep()
            } else if minutes.isMultiple(of: 10) {
                try await self.channels.reconcile()
            }
        } catch {
            self.logger.error("looking after the channels", metadata: ["error": "\(error)"])
        }
    }

    private func fillGap() async throws(Fault) {
        do throws(Fault) { try await self.channels.catchUp() } catch {
            await self.readiness.noteGap()
            throw error
        }
    }

    private func sweep() async {
        do throws(Fault) {
            try await self.approvals.resumeUnexecuted()
            try await self.approvals.expireOverdue()
            try await self.approvals.remindOfEnds()
        } catch {
            self.logger.error("sweeping approvals", metadata: ["error": "\(error)"])
        }
    }

    private func postDigests() async {
        do throws(Fault) {
            try await self.digest.postDue()
        } catch {
            self.logger.error("posting daily digests", metadata: ["error": "\(error)"])
        }
    }
}
