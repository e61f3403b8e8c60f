import { parseAbi } from 'viem'

/** The system contracts as an outsider knows them: addresses and ABI as text. */
export const TOKEN = '0xd157000000000000000000000000000000000001'
export const REPUTATION = '0xd157000000000000000000000000000000000002'
export const PROJECTS = '0xd157000000000000000000000000000000000003'
export const VOTING = '0xd157000000000000000000000000000000000004'

export const tokenAbi = parseAbi([
  'function mint(uint256 amount) payable returns (uint256 cost)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
  'function pool() view returns (uint256)',
  'function escrowed() view returns (uint256)',
  'function forfeited() view returns (uint256)',
])

export const reputationAbi = parseAbi([
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
  'function isMember(address account) view returns (bool)',
])

export const projectsAbi = parseAbi([
  'struct Task { uint16 weight; bytes32 contentHash; }',
  'struct ProjectView { uint8 stage; address proposer; uint256 cost; uint64 deadline; bytes32 contentHash; uint256 requiredTokens; uint256 requiredReputation; uint256 stakedTokens; uint256 stakedReputation; uint256 collateral; uint8 collateralIn; bytes32 taskList; bytes32 leader; uint16 evidenceWeight; uint16 passedWeight; uint16 unsettled; uint16 disputed; uint64 commitEnd; uint256 escrow; }',
  'struct TaskView { uint16 weight; address claimer; uint256 collateral; uint64 claimEnd; bytes32 evidenceHash; uint256 validationStake; uint8 approvals; uint8 rejections; bool settled; bool passed; }',
  'function propose(uint256 cost, uint64 stakingPeriod, uint8 collateralIn, bytes32 contentHash, string uri) returns (uint256 id)',
  'function stake(uint256 id, uint8 currency, uint256 amount) returns (uint256 staked)',
  'function submitTaskList(uint256 id, Task[] tasks) returns (bytes32 root)',
  'function supportTaskList(uint256 id, bytes32 root)',
  'function claimTask(uint256 id, uint256 index, uint16 weight, bytes32 contentHash, bytes32[5] proof)',
  'function submitEvidence(uint256 id, uint256 index, bytes32 evidenceHash, string uri)',
  'function validate(uint256 id, uint256 index, bool approve)',
  'function projectOf(uint256 id) view returns (ProjectView)',
  'function taskOf(uint256 id, uint256 index) view returns (TaskView)',
  'event StageChanged(uint256 indexed id, uint8 stage, uint64 deadline)',
])

export const votingAbi = parseAbi([
  'function requestRights(uint8 currency, uint256 amount)',
  'function withdrawRights(uint8 currency, uint256 amount)',
  'function commit(uint256 id, uint256 index, uint8 currency, bytes32 secretHash, uint256 amount)',
  'function reveal(uint256 id, uint256 index, uint8 currency, bool choice, bytes32 salt)',
  'function rightsOf(address account, uint8 currency) view returns (uint256 amount, uint256 high, uint32 open)',
])
