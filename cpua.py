import json,sys,glob,collections
f=max(glob.glob('/tmp/b2/cpu/*.cpuprofile'),key=lambda x:sum('perf2' in n['callFrame']['url'] for n in json.load(open(x))['nodes'])); N=float(sys.argv[1])
d=json.load(open(f)); nodes={n['id']:n for n in d['nodes']}; parent={}
for n in d['nodes']:
    for c in n.get('children',[]): parent[c]=n['id']
self=collections.Counter(); incl=collections.Counter()
pathcache={}
def path(i):
    if i in pathcache: return pathcache[i]
    cf=nodes[i]['callFrame']; k=cf['functionName']+' '+cf['url'].split('/')[-1]+':'+str(cf['lineNumber']+1)
    r=(path(parent[i]) if i in parent else frozenset())|{k}
    pathcache[i]=r; return r
sys.setrecursionlimit(10000)
for s,dt in zip(d['samples'],d['timeDeltas']):
    cf=nodes[s]['callFrame']; self[cf['functionName']+' '+cf['url'].split('/')[-1]+':'+str(cf['lineNumber']+1)]+=dt
    for k in path(s): incl[k]+=dt
print('SELF'); [print(f"{v/N:7.2f} {k}") for k,v in self.most_common(45)]
print('INCL'); [print(f"{v/N:7.2f} {k}") for k,v in incl.most_common(60)]
